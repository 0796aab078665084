//! Refuses to start when the second wall has a hole: when the runtime role could look past row-level security, or when
//! a table has none.
//!
//! Must stay true: a table without row-level security is in the list below, with its reason.

use anyhow::{Result, bail};
use sqlx::PgConnection;

/// Tables without row-level security: none of them says anything about a person.
pub const WITHOUT_ROW_SECURITY: &[&str] = &[
    "_sqlx_migrations", // which migrations are in; for the owner only
    "instance",         // the installation itself; its runtime secret is for the owner only
    "attempt",          // counters of failed attempts under keyed names
];

/// One question: a statement whose rows each name one thing that is wrong, and the sentence that says so.
struct Question {
    sql: &'static str,
    says: &'static str,
}

const QUESTIONS: &[Question] = &[
    Question {
        sql: "select rolname::text from pg_roles where rolname in (current_user, session_user) and rolsuper",
        says: "is a superuser",
    },
    Question {
        sql: "select rolname::text from pg_roles where rolname in (current_user, session_user) and rolbypassrls",
        says: "has BYPASSRLS",
    },
    Question {
        sql: "select rolname::text from pg_roles where rolname in (current_user, session_user) \
              and (rolcreaterole or rolreplication or rolcreatedb)",
        says: "may make roles or databases, or replicate",
    },
    Question {
        sql: "select r.rolname::text from pg_roles r where r.rolname <> current_user \
              and (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')",
        says: "is a role that sees everything, and the runtime role is a member of it",
    },
    Question {
        sql: "select r.rolname::text from pg_roles r where r.rolname in \
              ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program') \
              and pg_has_role(current_user, r.oid, 'member')",
        says: "reaches the server's files, and the runtime role is a member of it",
    },
    Question {
        sql: "select c.relname::text from pg_class c where c.relnamespace = current_schema()::regnamespace \
              and c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_has_role(current_user, c.relowner, 'member') \
              order by 1",
        says: "belongs to the runtime role, or to a role it is a member of",
    },
    Question {
        sql: "select c.relname::text from pg_class c where c.relnamespace = current_schema()::regnamespace \
              and c.relkind in ('v', 'm') and has_table_privilege(current_user, c.oid, 'select') \
              and not coalesce(c.reloptions @> array['security_invoker=true'] \
                  or c.reloptions @> array['security_invoker=on'], false) order by 1",
        says: "is a view that reads with its owner's rights",
    },
    Question {
        sql: "select a.attrelid::regclass::text || '.' || a.attname from pg_attribute a \
              where a.attnum > 0 and not a.attisdropped \
              and (a.attrelid = to_regclass('_sqlx_migrations') \
                  or (a.attrelid = to_regclass('instance') and a.attname = 'runtime_secret')) \
              and has_column_privilege(current_user, a.attrelid, a.attnum, 'select, insert, update') order by 1",
        says: "is for the owner only, and the runtime role has rights on it",
    },
    Question {
        sql: "select current_user::text where to_regclass(quote_ident(current_schema()) || '.person') is null",
        says: "does not find Toward's tables in its first schema",
    },
];

/// Asked as the runtime role: is there a way around row-level security?
pub(super) async fn refuse_if_weak(runtime: &mut PgConnection) -> Result<()> {
    let found = weaknesses(runtime).await?;
    if found.is_empty() {
        return Ok(());
    }
    bail!(
        "Toward does not start, because the database would not keep what one person writes from the other:\n  {}\n\
         Take these rights away again (docs/OPERATING.md, \"The two logins\"), then start it.",
        found.join("\n  ")
    );
}

async fn weaknesses(runtime: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let mut found = Vec::new();
    for question in QUESTIONS {
        let names: Vec<String> = sqlx::query_scalar(question.sql).fetch_all(&mut *runtime).await?;
        found.extend(names.iter().map(|name| format!("{name} {}", question.says)));
    }
    // A superuser passes every question about rights, so the rest would only repeat the first answer.
    if !found.is_empty() {
        return Ok(found);
    }
    let open: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c where c.relnamespace = current_schema()::regnamespace \
         and c.relkind in ('r', 'p', 'f') and not (c.relrowsecurity and c.relforcerowsecurity) \
         and c.relname::text <> all($1) order by 1",
    )
    .bind(WITHOUT_ROW_SECURITY)
    .fetch_all(&mut *runtime)
    .await?;
    found.extend(open.iter().map(|table| format!("{table} has no row-level security (ENABLE and FORCE)")));
    Ok(found)
}
