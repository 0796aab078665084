//! Starting, stopping and being killed: the real program on a real data folder.

use std::{
    fs,
    io::Write,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::process::Signal;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

use crate::{
    program::{Other, Place, Program, first_process, lives, until},
    support::TestApp,
};

/// The owner's connection to the private cluster in a data folder.
async fn owner(data: &Path) -> PgConnection {
    owner_at(&data.join("s")).await
}

async fn owner_at(socket: &Path) -> PgConnection {
    let options =
        PgConnectOptions::new_without_pgpass().socket(socket).port(5432).username("owner").database("toward");
    PgConnection::connect_with(&options).await.unwrap()
}

async fn do_as_owner(data: &Path, statement: &str) {
    let mut conn = owner(data).await;
    conn.execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
    conn.close().await.unwrap();
}

async fn ask(data: &Path, question: &'static str) -> String {
    let mut conn = owner(data).await;
    let answer = sqlx::query_scalar(question).fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    answer
}

pub(crate) const RUNTIME_ROLE: &str = "select 'toward_app_' || left(id::text, 8) from instance";
const OPENED: &str = "update instance set opened = true, setup_token_hash = null";
const A_ROW: &str = "insert into attempt values ('x', 1, now(), current_date)";

pub(crate) fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn the_first_start_prints_the_address_and_a_setup_link_of_which_only_the_hash_is_kept() {
    let place = Place::new();
    let program = place.start();
    let token = program.setup_token().expect("a setup link while there is no account");
    assert_eq!(token.len(), 22, "128 bits");
    let hash = ask(&place.data(), "select encode(setup_token_hash, 'hex') from instance").await;
    assert_eq!(hash, hex::encode(toward::db::instance::hash_of(&token)));
    assert!(!program.log().contains(&token), "the link is a key and not for the log");
    assert_eq!(program.get("/healthz").0, 200);
    assert_eq!(program.get("/readyz").0, 200);
    program.stop();

    let again = place.start();
    assert_ne!(again.setup_token().unwrap(), token, "a new link at each start");
    do_as_owner(&place.data(), OPENED).await;
    again.stop();
    assert_eq!(place.start().setup_token(), None, "no link once there is an account");
}

#[tokio::test]
async fn the_private_cluster_has_no_network_keeps_checksums_and_is_closed_to_others() {
    let place = Place::new();
    let program = place.start();
    for (setting, value) in
        [("listen_addresses", ""), ("data_checksums", "on"), ("fsync", "on"), ("full_page_writes", "on")]
    {
        let mut conn = owner(&place.data()).await;
        let is: String = sqlx::query_scalar("select current_setting($1)")
            .bind(setting)
            .fetch_one(&mut conn)
            .await
            .unwrap();
        assert_eq!(is, value, "{setting}");
    }
    for folder in ["", "cluster", "s"] {
        assert_eq!(fs::metadata(place.data().join(folder)).unwrap().mode() & 0o777, 0o700, "{folder}");
    }
    program.stop();
}

#[test]
fn both_signals_end_both_processes_in_order() {
    let place = Place::new();
    place.start().stop();
    let mut program = place.start();
    program.signal(Signal::INT);
    assert_eq!(program.wait(), Some(0));
    assert_eq!(program.postgres(), None);
}

#[test]
fn a_visitor_who_stays_connected_does_not_hold_the_end_up() {
    let place = Place::new();
    let program = place.start();
    let mut idle = program.connect();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: it\r\n").unwrap();
    program.stop();
}

#[test]
fn a_second_copy_on_the_same_folder_is_refused_with_a_clear_sentence() {
    let place = Place::new();
    let program = place.start();
    let refused = place.try_start().err().expect("a second copy is refused");
    assert!(refused.contains("Another copy of Toward is already running on the data folder"), "{refused}");
    assert!(refused.contains(&place.data().display().to_string()), "{refused}");
    assert_eq!(program.get("/readyz").0, 200, "the first copy goes on");
    program.stop();
}

#[tokio::test]
async fn after_a_kill_of_the_app_the_next_start_recovers() {
    let place = Place::new();
    let mut program = place.start();
    do_as_owner(&place.data(), A_ROW).await;
    let postgres = program.postgres().unwrap();
    program.kill();
    let again = place.start();
    assert!(!lives(postgres), "the first PostgreSQL has ended");
    assert_eq!(again.get("/readyz").0, 200);
    assert_eq!(ask(&place.data(), "select count(*)::text from attempt").await, "1");
    again.stop();
}

#[test]
fn postgresql_ends_by_itself_when_the_app_is_killed() {
    let place = Place::new();
    let mut program = place.start();
    let postgres = program.postgres().unwrap();
    program.kill();
    until(|| !lives(postgres));
}

#[tokio::test]
async fn after_a_kill_of_postgresql_the_app_starts_it_again() {
    let place = Place::new();
    let program = place.start();
    do_as_owner(&place.data(), A_ROW).await;
    let postgres = program.postgres().unwrap();
    rustix::process::kill_process(postgres, Signal::KILL).unwrap();
    until(|| program.postgres().is_some_and(|now| now != postgres));
    until(|| program.get("/readyz").0 == 200);
    assert_eq!(ask(&place.data(), "select count(*)::text from attempt").await, "1");
    program.stop();
    place.start().stop();
}

#[tokio::test]
async fn after_a_kill_of_both_the_next_start_recovers() {
    let place = Place::new();
    let mut program = place.start();
    do_as_owner(&place.data(), A_ROW).await;
    let postgres = program.postgres().unwrap();
    rustix::process::kill_process(postgres, Signal::KILL).unwrap();
    program.kill();
    let again = place.start();
    assert_eq!(again.get("/readyz").0, 200);
    assert_eq!(ask(&place.data(), "select count(*)::text from attempt").await, "1");
    again.stop();
}

#[test]
fn a_postgresql_that_was_left_alone_is_stopped_and_the_start_goes_on() {
    let place = Place::new();
    let program = place.start();
    let binary = program_of(&program);
    program.stop();

    // As on systems without a death signal: PostgreSQL runs on the folder and nobody watches over it.
    let cluster = place.data().join("cluster");
    let mut command = Command::new(binary);
    command.arg("-D").arg(&cluster).args(["-c", "listen_addresses=", "-c"]);
    command.arg(format!("unix_socket_directories={}", place.data().join("s").display()));
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    as_owner_of(&cluster, &mut command);
    let mut orphan = Other(command.spawn().unwrap());
    let pid_file = cluster.join("postmaster.pid");
    until(|| {
        fs::read_to_string(&pid_file).is_ok_and(|text| text.lines().nth(7).map(str::trim) == Some("ready"))
    });

    let again = place.start();
    assert!(orphan.0.wait().unwrap().success(), "it was ended in order");
    assert_eq!(again.get("/readyz").0, 200);
    assert!(again.log().contains("left behind"), "{}", again.log());
    again.stop();
}

#[test]
fn a_pid_file_that_names_a_living_stranger_does_not_keep_the_start_out() {
    let place = Place::new();
    let mut program = place.start();
    let postgres = program.postgres().unwrap();
    rustix::process::kill_process(postgres, Signal::KILL).unwrap();
    program.kill();
    until(|| !lives(postgres));

    let pid_file = place.data().join("cluster/postmaster.pid");
    let mut sleep = Command::new("sleep");
    sleep.arg("1000").stdin(Stdio::null());
    as_owner_of(&pid_file, &mut sleep);
    sleep.stdout(Stdio::null()).stderr(Stdio::null());
    let mut stranger = Other(sleep.spawn().unwrap());
    let text = fs::read_to_string(&pid_file).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    fs::write(&pid_file, format!("{}\n{rest}", stranger.0.id())).unwrap();
    assert_eq!(first_process(&pid_file).unwrap().as_raw_nonzero().get().cast_unsigned(), stranger.0.id());

    let again = place.start();
    assert_eq!(again.get("/readyz").0, 200);
    again.stop();
    assert!(stranger.0.try_wait().unwrap().is_none(), "the stranger was left alone");
}

#[test]
fn a_crash_while_the_cluster_is_made_leaves_nothing_half_done() {
    let place = Place::new();
    fs::create_dir_all(place.data().join("cluster.new/base")).unwrap();
    fs::write(place.data().join("toward.lock"), "").unwrap();
    place.start().stop();
    assert!(!place.data().join("cluster.new").exists());
}

#[test]
fn a_folder_with_other_files_is_refused_and_left_as_it_was() {
    let place = Place::new();
    fs::create_dir(place.data()).unwrap();
    fs::write(place.data().join("holiday.jpg"), "sea").unwrap();
    let before = fs::metadata(place.data()).unwrap();
    let refused = place.try_start().err().expect("a folder of somebody else's is refused");
    assert!(refused.contains("TOWARD_DATA_DIR") && refused.contains("not Toward's"), "{refused}");
    let after = fs::metadata(place.data()).unwrap();
    assert_eq!((before.mode(), before.uid()), (after.mode(), after.uid()));
}

#[test]
fn a_path_too_long_for_a_socket_gets_a_short_socket_folder() {
    let mut place = Place::new();
    let deep = place.path().join("a-name-of-forty-characters-or-thereabouts".repeat(2)).join("data");
    place.set("TOWARD_DATA_DIR", &deep.display().to_string());
    place.set("TOWARD_SIGN_UP", "invite");
    let mut program = place.start();
    assert_eq!(program.get("/readyz").0, 200);
    let invited = place.run(&["invite"]);
    assert!(invited.status.success(), "the running copy is found again: {}", said(&invited));
    program.signal(Signal::TERM);
    assert_eq!(program.wait(), Some(0));
}

#[test]
fn an_unknown_variable_or_a_bad_value_stops_the_start_and_is_named() {
    for (name, value) in [
        ("TOWARD_LISTN", "127.0.0.1:3000"),
        ("TOWARD_LISTEN", "three thousand"),
        ("TOWARD_SIGN_UP", "anyone"),
        ("TOWARD_BASE_URL", "http://192.168.1.5:3000"),
        ("TOWARD_PEPPER_FILE", "/nowhere/pepper"),
        ("DATABASE_URL_FILE", "/nowhere/url"),
    ] {
        let mut place = Place::new();
        place.set(name, value);
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(said(&output).contains(&format!("{name}:")), "{}", said(&output));
        assert!(!place.data().exists(), "nothing is begun before the configuration is whole");
    }
}

#[test]
fn when_there_is_no_postgresql_one_message_says_what_to_do() {
    let mut place = Place::new();
    let empty = place.path().display().to_string();
    place.set("PG_BIN", &empty);
    place.set("PATH", "");
    let output = place.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    for word in ["Debian", "Fedora", "macOS", "DATABASE_URL", "docker compose up", "PG_BIN"] {
        assert!(said(&output).contains(word), "{word} is missing in\n{}", said(&output));
    }
}

#[tokio::test]
async fn a_runtime_role_that_could_look_past_the_wall_stops_the_start() {
    let place = Place::new();
    let program = place.start();
    let role = ask(&place.data(), RUNTIME_ROLE).await;
    let postgres = program_of(&program);
    program.stop();
    for (weaken, repair, reason) in [
        ("alter role ROLE superuser", "alter role ROLE nosuperuser", "is a superuser"),
        ("alter role ROLE bypassrls", "alter role ROLE nobypassrls", "has BYPASSRLS"),
        ("alter role ROLE createrole", "alter role ROLE nocreaterole", "may make roles"),
        ("grant owner to ROLE", "revoke owner from ROLE", "sees everything"),
        ("grant pg_read_server_files to ROLE", "revoke pg_read_server_files from ROLE", "server's files"),
        ("alter table draft owner to ROLE", "alter table draft owner to owner", "draft belongs to"),
        (
            "alter table entry no force row level security",
            "alter table entry force row level security",
            "entry has no row-level security",
        ),
        ("create table diary (words text)", "drop table diary", "diary has no row-level security"),
        (
            "create view peek as select * from person; grant select on peek to ROLE",
            "drop view peek",
            "peek is a view",
        ),
        (
            "grant select on instance to ROLE",
            "revoke select on instance from ROLE",
            "instance.runtime_secret is for the owner only",
        ),
    ] {
        // The change has to be made while it runs; it counts at the next start.
        let program = place.start();
        do_as_owner(&place.data(), &weaken.replace("ROLE", &role)).await;
        program.stop();
        let refused = place.try_start().err().unwrap_or_else(|| panic!("started in spite of: {weaken}"));
        assert!(refused.contains(reason), "{weaken}: {refused}");
        repaired(&place, &postgres, &repair.replace("ROLE", &role));
    }
    place.start().stop();
}

/// Changes the cluster of a Toward that refuses to start: as somebody would, with PostgreSQL's own single-user mode.
fn repaired(place: &Place, postgres: &Path, statement: &str) {
    let cluster = place.data().join("cluster");
    let mut command = Command::new(postgres);
    command.arg("--single").arg("-D").arg(&cluster).arg("toward");
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    as_owner_of(&cluster, &mut command);
    let mut single = command.spawn().unwrap();
    writeln!(single.stdin.take().unwrap(), "{statement}").unwrap();
    let output = single.wait_with_output().unwrap();
    assert!(output.status.success() && !said(&output).contains("ERROR"), "{statement}: {}", said(&output));
}

/// PostgreSQL's program that a Toward has started.
fn program_of(program: &Program) -> PathBuf {
    fs::read_link(format!("/proc/{}/exe", program.postgres().unwrap().as_raw_nonzero())).unwrap()
}

/// Lets a command run as the account that a folder belongs to, as Toward does when root starts it.
fn as_owner_of(folder: &Path, command: &mut Command) {
    if rustix::process::geteuid().is_root() {
        let meta = fs::metadata(folder).unwrap();
        command.uid(meta.uid()).gid(meta.gid());
    }
}

#[tokio::test]
async fn a_schema_of_a_newer_version_is_refused() {
    let place = Place::new();
    let program = place.start();
    do_as_owner(
        &place.data(),
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (29990101000000, 'from the future', true, '', 0)",
    )
    .await;
    program.stop();
    let refused = place.try_start().err().expect("a newer schema is refused");
    assert!(refused.contains("newer Toward") && refused.contains("29990101000000"), "{refused}");
    assert!(!place.data().join("cluster/postmaster.pid").exists(), "PostgreSQL was stopped again");
}

#[test]
fn the_health_check_says_whether_it_is_alive() {
    let mut place = Place::new();
    let program = place.start();
    let address = program.address();
    let listen = address.strip_prefix("http://").unwrap();
    place.set("TOWARD_LISTEN", listen);
    assert_eq!(place.run(&["healthcheck"]).status.code(), Some(0));
    program.stop();
    let output = place.run(&["healthcheck"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("does not answer"), "{}", said(&output));
}

#[tokio::test]
async fn a_start_link_is_made_beside_a_running_copy_and_without_one() {
    let mut place = Place::new();
    let refused = place.run(&["invite"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("TOWARD_SIGN_UP=invite"), "{}", said(&refused));

    place.set("TOWARD_SIGN_UP", "invite");
    place.set("TOWARD_BASE_URL", "https://toward.example.org");
    let alone = link(&place);
    let program = place.start();
    do_as_owner(&place.data(), OPENED).await;
    let beside = link(&place);
    assert_ne!(alone, beside);
    program.stop();

    let again = place.start();
    let hash = ask(&place.data(), "select encode(setup_token_hash, 'hex') from instance").await;
    assert_eq!(hash, hex::encode(toward::db::instance::hash_of(&beside)), "a restart keeps the link");
    again.stop();
}

fn link(place: &Place) -> String {
    let output = place.run(&["invite"]);
    assert!(output.status.success(), "{}", said(&output));
    let stdout = String::from_utf8(output.stdout).unwrap();
    stdout.trim().strip_prefix("https://toward.example.org/start/").expect("one line, the link").to_owned()
}

#[test]
fn every_command_says_what_it_does_and_the_settings_can_be_seen() {
    let mut place = Place::new();
    let help = String::from_utf8(place.run(&["--help"]).stdout).unwrap();
    for command in ["serve", "invite", "second-step-off", "healthcheck", "config"] {
        assert!(help.contains(command), "{help}");
        let own = String::from_utf8(place.run(&[command, "--help"]).stdout).unwrap();
        assert!(own.lines().next().is_some_and(|line| line.len() > 30), "{own}");
    }
    assert!(!help.contains("__postgres"), "{help}");

    place.set("DATABASE_URL", "postgres://someone:very-hidden@db.example/toward");
    let shown = String::from_utf8(place.run(&["config"]).stdout).unwrap();
    for variable in toward::config::ALL {
        assert!(shown.contains(variable.name), "{} is missing in\n{shown}", variable.name);
    }
    assert!(!shown.contains("very-hidden"), "{shown}");
}

/// A request that is dropped while it begins a transaction leaves the connection inside it, and the pool does not know.
#[tokio::test]
async fn what_is_written_after_a_dropped_request_is_kept() {
    let app = TestApp::new().await;
    let count = || async {
        let count = sqlx::query_scalar::<_, i64>("select count(*) from attempt").fetch_one(app.owner()).await;
        count.unwrap()
    };
    for left in ["begin", "begin; insert into attempt values ('left', 1, now(), current_date)"] {
        let mut conn = app.runtime().acquire().await.unwrap();
        conn.execute(left).await.unwrap();
        drop(conn);
        let before = count().await;
        app.runtime().execute(A_ROW).await.unwrap();
        assert_eq!(count().await, before + 1, "after {left:?}: only what was written outside of it is there");
        app.runtime().execute("delete from attempt").await.unwrap();
    }
    let mut failed = app.runtime().acquire().await.unwrap();
    failed.execute("begin").await.unwrap();
    failed.execute("select 1 / 0").await.unwrap_err();
    drop(failed);
    app.runtime().execute(A_ROW).await.unwrap();
    assert_eq!(count().await, 1, "after a transaction that had failed");
}
