//! The demonstration from its first instant: it can be looked at while its first weeks are still being played.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

struct Demo {
    child: Child,
    address: String,
}

impl Demo {
    /// Starts it on a free port, and reads from its first words where that is.
    fn start(more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_viceversa"))
            .args(["demo", "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut addresses = lines
            .map_while(Result::ok)
            .filter_map(|line| Some(line.split_once("http://")?.1.trim().to_owned()));
        let address = addresses.next().expect("it says where it is");
        Self { child, address }
    }

    /// Status and body of an answer.
    fn send(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    fn look(&self, what: &str) -> Value {
        serde_json::from_str(&self.get(&format!("/_control/{what}")).1).unwrap()
    }

    fn post(&self, path: &str, body: &str) -> (u16, String) {
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        ))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[test]
fn the_page_is_there_while_the_first_weeks_are_still_being_played() {
    let demo = Demo::start(&["--weeks", "200"]);
    let (status, page) = demo.get("/");
    assert!(status == 200 && page.contains("<main>"), "{status}");
    let guide: Value = serde_json::from_str(&demo.get("/_control/guide").1).unwrap();
    assert_eq!(guide["guide"]["title"], "Your first minute");
    assert!(guide["guide"]["preparing"]["percent"].as_u64().unwrap() < 100, "{guide}");
    assert!(guide["guide"]["intro"].as_str().unwrap().contains("Ana Almeida"), "{guide}");
    let (status, refused) = demo.post("/_control/clock", r#"{"advance": 3600}"#);
    assert!(status == 409 && refused.contains("preparing"), "{status} {refused}");
}

#[test]
fn the_made_up_managers_go_on_beside_the_visitor_and_leave_the_visitors_own_to_them() {
    let demo = Demo::start(&["--weeks", "1"]);
    while !demo.look("guide")["guide"]["preparing"].is_null() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let begun = demo.look("ledger?before=0&limit=1")["last"].as_u64().unwrap();
    let visited = "U000000003";
    demo.post("/_control/open_home", &format!(r#"{{"user": "{visited}"}}"#));
    demo.post("/_control/clock", r#"{"mode": "frozen"}"#);
    for _ in 0..4 * 9 {
        demo.post("/_control/clock", r#"{"advance": 21600}"#);
        demo.post("/_control/rest", "{}");
    }
    let acts = demo.look(&format!("ledger?since={begun}&of=people&limit=5000"))["entries"].clone();
    let of = |event: &str| acts.as_array().unwrap().iter().filter(|act| act["event"] == event).count();
    assert!(of("press") + of("react") > 5 && of("submit") > 0, "they answer and react: {acts}");
    let by_hand = acts.as_array().unwrap().iter().filter(|act| act["actor"] == visited);
    assert_eq!(by_hand.map(|act| act["event"].as_str().unwrap()).collect::<Vec<_>>(), ["open_home"]);
}
