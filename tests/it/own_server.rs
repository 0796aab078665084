//! `DATABASE_URL`: the same migrations and roles on a PostgreSQL that Toward did not start.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::{
    operating::{RUNTIME_ROLE, said},
    program::{Place, Program},
};

/// A database of its own on a server that Toward did not start.
struct Server {
    /// The owner's address, with the database's name at `DATABASE`.
    pattern: String,
    database: String,
    /// Set when there was no server to use: then another Toward's stands in for one.
    _own: Option<(Program, Place)>,
}

impl Server {
    async fn with_database(name: &str) -> Self {
        #[expect(clippy::disallowed_methods, reason = "scripts/test says where its server is")]
        let given = std::env::var("TEST_DATABASE_URL").ok();
        let (pattern, own) = if let Some(url) = given {
            let (before, after) = url.split_once("://").unwrap();
            let (host, rest) = after.split_once('/').unwrap();
            let query = rest.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
            (format!("{before}://{host}/DATABASE{query}"), None)
        } else {
            let place = Place::new();
            let program = place.start();
            let socket = place.data().join("s");
            (format!("postgres://owner@localhost/DATABASE?host={}", socket.display()), Some((program, place)))
        };
        let database = format!("it_{name}_{}", std::process::id());
        let server = Self { pattern, database, _own: own };
        server.admin(&format!("drop database if exists {} with (force)", server.database)).await;
        server.admin(&format!("create database {}", server.database)).await;
        server
    }

    fn url(&self) -> String {
        self.pattern.replace("DATABASE", &self.database)
    }

    async fn admin(&self, statement: &str) {
        let mut conn = PgConnection::connect(&self.pattern.replace("DATABASE", "postgres")).await.unwrap();
        conn.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        conn.close().await.unwrap();
    }

    /// Takes the database and its role away again: roles belong to the whole server.
    async fn remove(self) {
        let mut conn = PgConnection::connect(&self.url()).await.unwrap();
        let role: Option<String> = sqlx::query_scalar(RUNTIME_ROLE).fetch_optional(&mut conn).await.unwrap();
        conn.close().await.unwrap();
        self.admin(&format!("drop database {} with (force)", self.database)).await;
        if let Some(role) = role {
            self.admin(&format!("drop role if exists {role}")).await;
        }
    }
}

#[tokio::test]
async fn a_server_of_ones_own_gets_the_same_migrations_and_roles() {
    let server = Server::with_database("own").await;
    let mut place = Place::new();
    place.set("DATABASE_URL", &server.url());
    let program = place.start();
    assert!(program.setup_token().is_some());
    assert_eq!(program.get("/readyz").0, 200);
    assert!(!place.data().exists(), "no data folder is needed");
    let mut conn = PgConnection::connect(&server.url()).await.unwrap();
    let sound: bool = sqlx::query_scalar(
        "select not (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole) and rolcanlogin
             and pg_has_role(rolname, 'toward_runtime', 'member')
         from pg_roles, instance where rolname = 'toward_app_' || left(id::text, 8)",
    )
    .fetch_one(&mut conn)
    .await
    .unwrap();
    assert!(sound);
    conn.close().await.unwrap();
    program.stop();
    server.remove().await;
}

#[tokio::test]
async fn two_copies_that_start_at_once_share_one_new_database() {
    let server = Server::with_database("twice").await;
    let mut places = [Place::new(), Place::new(), Place::new()];
    for place in &mut places {
        place.set("DATABASE_URL", &server.url());
    }
    let programs: Vec<Program> = std::thread::scope(|scope| {
        let starts: Vec<_> = places.iter().map(|place| scope.spawn(|| place.start())).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for program in programs {
        assert_eq!(program.get("/readyz").0, 200);
        program.stop();
    }
    let mut conn = PgConnection::connect(&server.url()).await.unwrap();
    let rows: i64 = sqlx::query_scalar("select count(*) from instance").fetch_one(&mut conn).await.unwrap();
    assert_eq!(rows, 1);
    conn.close().await.unwrap();
    server.remove().await;
}

#[test]
fn a_server_that_does_not_come_up_is_waited_for_and_then_named_without_its_password() {
    let mut place = Place::new();
    place.set("DATABASE_URL", "postgres://someone:very-hidden@127.0.0.1:1/toward");
    place.set("TOWARD_DB_WAIT", "1");
    let output = place.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("waiting up to 1 s"), "{}", said(&output));
    assert!(said(&output).contains("DATABASE_URL at 127.0.0.1:1"), "{}", said(&output));
    assert!(!said(&output).contains("very-hidden"), "{}", said(&output));
}

#[tokio::test]
async fn an_owner_without_special_rights_is_enough() {
    let server = Server::with_database("held").await;
    let login = format!("it_held_owner_{}", std::process::id());
    server.admin(&format!("drop role if exists {login}")).await;
    server.admin(&format!("create role {login} login createrole password 'held'")).await;
    // Another installation on the same server may have made the group; from 16 on, only its admins may grant it.
    server
        .admin("do $$ begin create role toward_runtime; exception when duplicate_object or unique_violation then null; end $$")
        .await;
    server.admin(&format!("grant toward_runtime to {login} with admin option")).await;
    server.admin(&format!("alter database {} owner to {login}", server.database)).await;
    let after = server.url().split_once('@').unwrap().1.to_owned();
    let mut place = Place::new();
    place.set("DATABASE_URL", &format!("postgres://{login}:held@{after}"));
    let program = place.start();
    assert_eq!(program.get("/readyz").0, 200);
    program.stop();
    server.admin(&format!("alter database {} owner to current_user", server.database)).await;
    let mut conn = PgConnection::connect(&server.url()).await.unwrap();
    let role: String = sqlx::query_scalar(RUNTIME_ROLE).fetch_one(&mut conn).await.unwrap();
    for statement in [
        format!("drop owned by {role} cascade"),
        format!("drop owned by {login} cascade"),
        format!("drop role {role}"),
        format!("drop role {login}"),
    ] {
        conn.execute(AssertSqlSafe(statement)).await.unwrap();
    }
    conn.close().await.unwrap();
    server.admin(&format!("drop database {} with (force)", server.database)).await;
}
