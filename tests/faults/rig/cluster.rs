//! A Postgres server of one trial alone, so that it can be stopped as a power cut would stop it. It listens on TCP, so
//! that a network can be put before it. It goes when the test process goes, however that ends.

use crate::support::postgres::{newest_programs, shell};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Mutex;

pub struct Cluster {
    pub address: SocketAddr,
    keeper: Child,
    talk: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

/// Does what it is told line by line, and says `done`; at the end of its input it cleans up.
const KEEPER: &str = r#"
trap '' INT TERM
dir=$(mktemp -d /tmp/viceversa-cluster-XXXXXX)
cd "$dir" || exit 1
"$1/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1
start() {
  "$1/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" \
    -o "-k $dir -p $2 -c listen_addresses=127.0.0.1 -c max_connections=100" start >/dev/null 2>&1
}
stop() { "$1/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1; }
if start "$1" "$2"; then echo done; else echo failed; fi
while read -r order; do
  if "$order" "$1" "$2"; then echo done; else echo failed; fi
done
stop "$1"
rm -rf "$dir"
"#;

impl Cluster {
    /// A running server, or `None` where no programs are installed.
    pub fn start() -> Option<Self> {
        let programs = newest_programs()?;
        let address = super::free_address();
        let mut command = shell();
        command.args(["-c", KEEPER, "keeper"]).arg(programs).arg(address.port().to_string()).current_dir("/");
        let mut keeper =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell to keep Postgres");
        let talk = (keeper.stdin.take().unwrap(), BufReader::new(keeper.stdout.take().unwrap()));
        let cluster = Self { address, keeper, talk: Mutex::new(talk) };
        cluster.hears_done("the first start");
        Some(cluster)
    }

    /// Ends it as a power cut would: nobody is told, nothing is written.
    pub fn is_cut_off(&self) {
        self.tell("stop");
    }

    /// Starts it again; it recovers by itself.
    pub fn comes_back(&self) {
        self.tell("start");
    }

    /// How somebody at this address, which leads there, connects.
    pub fn url(&self, address: SocketAddr) -> String {
        format!("postgres://postgres@{address}/postgres?sslmode=disable")
    }

    fn tell(&self, order: &str) {
        writeln!(self.talk.lock().unwrap().0, "{order}").unwrap();
        self.hears_done(order);
    }

    fn hears_done(&self, order: &str) {
        let mut line = String::new();
        self.talk.lock().unwrap().1.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "done", "Postgres: {order}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of its input lets the keeper clean up; whether it is waited for does not matter.
        let _waited = self.keeper.try_wait();
    }
}
