//! The HTTP door: what is forged, stale, endless, slow, broken or unknown is answered well, changes nothing and keeps nobody
//! else waiting.

use crate::bot::{Bot, Transport};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use viceversa::adapters::system::SystemClock;
use viceversa::ports::Clock;

/// Posts a body as Slack would, signed with a secret at a moment; gives the status and the answer.
fn post(bot: &Bot, path: &str, body: &str, secret: &str, seconds_ago: i64) -> (u16, String) {
    let time = SystemClock.now().as_second() - seconds_ago;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{time}:{body}").as_bytes());
    let signature = hex::encode(mac.finalize().into_bytes());
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         X-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: v0={signature}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(bot.address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

fn secret(bot: &Bot) -> String {
    bot.sandbox.config().app.signing_secret.clone()
}

fn event(bot: &Bot, id: &str, inner: &str) -> String {
    let team = &bot.sandbox.config().workspace.team_id;
    format!(
        r#"{{"type":"event_callback","team_id":"{team}","event_id":"{id}","event_time":1,"event":{inner}}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_stale_signature_is_refused_without_effect() {
    let bot = Bot::start(Transport::Http).await;
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    let gone = event(&bot, "Ev1", r#"{"type":"app_uninstalled"}"#);
    assert_eq!(post(&bot, "/slack/events", &gone, "not the secret", 0).0, 401);
    assert_eq!(post(&bot, "/slack/events", &gone, &secret(&bot), 360).0, 401);
    assert_eq!(post(&bot, "/slack/events", &gone, &secret(&bot), -360).0, 401);
    assert!(bot.says(&ana, "/mentor never").await.contains("list"), "the bot is still installed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_64_mib_is_refused_and_takes_no_memory() {
    let bot = Bot::start(Transport::Http).await;
    let before = resident(bot.pid());
    let mut stream = TcpStream::connect(bot.address).unwrap();
    let length = 64 * 1024 * 1024;
    let head = format!(
        "POST /slack/events HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = vec![b'x'; 1 << 20];
    for _ in 0..64 {
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let mut answer = [0; 12];
    if stream.read_exact(&mut answer).is_ok() {
        assert_eq!(&answer, b"HTTP/1.1 413");
    }
    let grown = resident(bot.pid()).saturating_sub(before);
    assert!(grown < 8 * 1024, "{grown} KiB more than before");
}

#[tokio::test(flavor = "multi_thread")]
async fn junk_is_told_apart_from_what_is_merely_unknown() {
    let bot = Bot::start(Transport::Http).await;
    assert_eq!(post(&bot, "/slack/events", "{\"type\":", &secret(&bot), 0).0, 400);
    let unknown = event(&bot, "Ev1", r#"{"type":"planet_aligned","planets":["mars"]}"#);
    assert_eq!(post(&bot, "/slack/events", &unknown, &secret(&bot), 0).0, 200);
    assert_eq!(post(&bot, "/slack/commands", "ssl_check=1&token=x", &secret(&bot), 0).0, 200);
    let (status, answer) =
        post(&bot, "/slack/events", r#"{"type":"url_verification","challenge":"c-42"}"#, &secret(&bot), 0);
    assert!(status == 200 && answer.contains("c-42"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_of_another_workspace_is_answered_to_its_typer_and_changes_nothing() {
    let bot = Bot::start(Transport::Http).await;
    let body = "command=%2Fmentor&text=join&team_id=T0ELSEWHERE&user_id=U0NOBODY&trigger_id=1.2.3";
    let (status, answer) = post(&bot, "/slack/commands", body, &secret(&bot), 0);
    assert!(status == 200 && answer.contains("ephemeral"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_delivered_twice_is_answered_alike_and_counts_once() {
    let bot = Bot::start(Transport::Http).await;
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    let team = bot.sandbox.config().workspace.team_id.clone();
    let body = format!("command=%2Fmentor&text=pause+2w&team_id={team}&user_id={ana}&trigger_id=9.9.9");
    let once = post(&bot, "/slack/commands", &body, &secret(&bot), 0);
    let twice = post(&bot, "/slack/commands", &body, &secret(&bot), 0);
    let answer = |full: &str| full.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned();
    assert_eq!((once.0, answer(&once.1)), (twice.0, answer(&twice.1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn five_mebibytes_are_refused_however_well_they_are_signed() {
    let bot = Bot::start(Transport::Http).await;
    let body = format!("{{\"type\":\"{}\"}}", "x".repeat(5 << 20));
    assert_eq!(post_whatever_is_read(&bot, &body), Some(413));
}

/// Like [`post`], where the answer may come before everything is sent.
fn post_whatever_is_read(bot: &Bot, body: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(bot.address).unwrap();
    let head = format!("POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert!(stream.write_all(body.as_bytes()).is_err(), "nobody listens any more");
    std::str::from_utf8(&answer).unwrap().rsplit(' ').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_for_ever_keeps_nobody_else_waiting() {
    let bot = Bot::start(Transport::Http).await;
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    let before = resident(bot.pid());
    let mut slow: Vec<TcpStream> = (0..200).map(|nth| slow_stream(&bot, nth % 2 == 0)).collect();
    for round in 0..5 {
        for stream in &mut slow {
            // Those that were closed cannot be written to.
            let _closed = stream.write_all(b"a");
        }
        let asked = Instant::now();
        assert!(bot.says(&ana, "/mentor never").await.contains("list"));
        let unknown = event(&bot, &format!("Ev{round}"), r#"{"type":"planet_aligned"}"#);
        assert_eq!(post(&bot, "/slack/events", &unknown, &secret(&bot), 0).0, 200);
        assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
    }
    let grown = resident(bot.pid()).saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more than before");
    let mut answers = slow.into_iter().enumerate().map(|(nth, mut stream)| {
        let mut answer = String::new();
        let _reset = stream.read_to_string(&mut answer);
        (nth % 2 == 0, answer)
    });
    let as_they_should = |(has_head, answer): (bool, String)| match has_head {
        true => answer.starts_with("HTTP/1.1 408"),
        false => answer.is_empty(),
    };
    assert!(answers.all(as_they_should), "each is let go of in the end");
}

/// A connection that sends its head byte by byte, or its body.
fn slow_stream(bot: &Bot, has_head: bool) -> TcpStream {
    let mut stream = TcpStream::connect(bot.address).unwrap();
    stream.write_all(b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: 900\r\n").unwrap();
    if has_head {
        let signature = format!("X-Slack-Signature: v0={}\r\n", "0".repeat(64));
        let time = SystemClock.now().as_second();
        let rest = format!("X-Slack-Request-Timestamp: {time}\r\n{signature}\r\n{{");
        stream.write_all(rest.as_bytes()).unwrap();
    }
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_there_is_room_for_keep_slack_not_out() {
    let bot = Bot::start(Transport::Http).await;
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    let _silent: Vec<TcpStream> = (0..700).map(|_| TcpStream::connect(bot.address).unwrap()).collect();
    let asked = Instant::now();
    assert!(bot.says(&ana, "/mentor never").await.contains("list"));
    assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_forgeries_costs_no_memory_and_keeps_slack_not_out() {
    let bot = Bot::start(Transport::Http).await;
    let ana = bot.arrives("ana");
    bot.joins(&ana).await;
    let before = resident(bot.pid());
    let flood = {
        let address = bot.address;
        let body = "x".repeat(2_000);
        let now = SystemClock.now().as_second();
        let forged =
            format!("X-Slack-Request-Timestamp: {now}\r\nX-Slack-Signature: v0={}\r\n", "0".repeat(64));
        std::thread::spawn(move || {
            let statuses = (0..2_000).map(|nth| {
                let signed = if nth % 4 == 0 { forged.as_str() } else { "" };
                let head =
                    format!("POST /slack/events HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n{signed}");
                let mut stream = TcpStream::connect(address).unwrap();
                let length = body.len();
                let _answered =
                    stream.write_all(format!("{head}Content-Length: {length}\r\n\r\n{body}").as_bytes());
                let mut status = [0; 12];
                stream.read_exact(&mut status).map(|()| status[9..].to_vec()).unwrap_or_default()
            });
            statuses.collect::<Vec<_>>()
        })
    };
    let mut answered = 0;
    while !flood.is_finished() || answered == 0 {
        let asked = Instant::now();
        assert!(
            bot.says(&ana, "/mentor never").await.contains("list"),
            "though it comes from the same address"
        );
        assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
        answered += 1;
    }
    let statuses = flood.join().unwrap();
    let share = |wanted: &[u8]| statuses.iter().filter(|status| *status == wanted).count();
    assert!(share(b"401") + share(b"429") > 1_900, "{} and {}", share(b"401"), share(b"429"));
    assert!(share(b"429") > 1_000, "only {} were turned away unread", share(b"429"));
    let grown = resident(bot.pid()).saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more than before");
}

/// Resident memory of a process in KiB.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
