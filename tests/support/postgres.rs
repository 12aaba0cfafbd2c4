//! A Postgres server for tests. `VICEVERSA_TEST_POSTGRES` names one that runs already (the URL of a database in which
//! databases may be created); otherwise a temporary one is started from the programs under `/usr/lib/postgresql`, and
//! goes when the test process goes, however that ends. Where there is neither, tests say so and pass, unless
//! `VICEVERSA_REQUIRE_POSTGRES=1` asks them to fail.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use viceversa::adapters::storage::{Database, OpenOptions};

/// A database of its own for one test.
pub struct FreshDatabase {
    /// Where it is.
    pub url: String,
    name: String,
}

/// A new database with all tables, or `None` where there is no server.
pub async fn fresh_database() -> Option<FreshDatabase> {
    static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let server = server()?;
    let template = TEMPLATE.get_or_init(|| make_template(server)).await;
    let _turn = ONE_AT_A_TIME.lock().await;
    Some(create(server, &format!("TEMPLATE {template}")).await)
}

/// A new database without any table, or `None` where there is no server.
pub async fn empty_database() -> Option<FreshDatabase> {
    Some(create(server()?, "").await)
}

async fn create(server: &Server, how: &str) -> FreshDatabase {
    let name = new_name("test");
    execute(&server.url, &format!("CREATE DATABASE {name} {how}")).await;
    FreshDatabase { url: server.url_of(&name), name }
}

impl FreshDatabase {
    /// Removes it, whoever is still connected.
    pub async fn remove(self) {
        if let Some(server) = server() {
            execute(&server.url, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        }
    }
}

struct Server {
    url: String,
    /// While its standard input is open, the server runs.
    _keeper: Option<Child>,
}

impl Server {
    fn url_of(&self, database: &str) -> String {
        let options = PgConnectOptions::from_str(&self.url).expect("a Postgres URL").database(database);
        options.to_url_lossy().to_string()
    }
}

fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(find_server).as_ref()
}

fn find_server() -> Option<Server> {
    if let Ok(url) = std::env::var("VICEVERSA_TEST_POSTGRES") {
        return Some(Server { url, _keeper: None });
    }
    let started = newest_programs().map(|programs| start(&programs));
    if started.is_none() {
        let required = std::env::var("VICEVERSA_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(!required, "VICEVERSA_REQUIRE_POSTGRES=1, but there is no Postgres");
        eprintln!("skipped: neither VICEVERSA_TEST_POSTGRES nor /usr/lib/postgresql gives a Postgres");
    }
    started
}

/// Where the newest Postgres keeps its programs.
pub fn newest_programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, programs)| programs.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

/// Ends with the test process: its standard input is closed then, even by a kill.
const KEEPER: &str = r#"
set -e
trap '' INT TERM
dir=$(mktemp -d /tmp/viceversa-postgres-XXXXXX)
cd "$dir"
"$1/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
"$1/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
  -o "-k $dir -c listen_addresses='' -c fsync=off -c max_connections=200" start >/dev/null
echo "$dir"
read -r _ || true
"$1/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
rm -rf "$dir"
"#;

/// A shell that may run Postgres, which refuses to run as root.
pub fn shell() -> Command {
    let is_root =
        Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root {
        return Command::new("sh");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    command
}

fn start(programs: &std::path::Path) -> Server {
    let mut command = shell();
    command.args(["-c", KEEPER, "keeper"]).arg(programs).current_dir("/");
    let mut keeper =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell to keep Postgres");
    let mut folder = String::new();
    let stdout = keeper.stdout.take().expect("the keeper's output");
    BufReader::new(stdout).read_line(&mut folder).expect("the keeper's folder");
    assert!(!folder.is_empty(), "Postgres did not start; see the output of initdb above");
    let url = format!("postgres://postgres@localhost/postgres?host={}", folder.trim());
    Server { url, _keeper: Some(keeper) }
}

async fn make_template(server: &Server) -> String {
    let name = new_name("template");
    execute(&server.url, &format!("CREATE DATABASE {name}")).await;
    let database = Database::open(&server.url_of(&name), &OpenOptions::default()).await.expect("opens");
    database.close().await;
    name
}

fn new_name(what: &str) -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("viceversa_{what}_{}_{number}", std::process::id())
}

async fn execute(url: &str, sql: &str) {
    let mut conn = PgConnection::connect(url).await.expect("the test server answers");
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.expect(sql);
    conn.close().await.expect("closes");
}
