//! The door for operators: a Unix socket beside an SQLite database, through which a second process asks the one that
//! holds the database. With Postgres there is no need for it.

use crate::adapters::storage::{Database, OpenError, OpenOptions};
use crate::app::App;
use crate::app::operate::{Report, Request};
use crate::config::Config;
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

/// The longest request, in bytes: the largest file of people that is read, a few times as long as JSON.
const REQUEST_LIMIT: u64 = 64 << 20;

/// Said where a report answers something else than was asked, as between two versions of the program.
pub const OTHER_ANSWER: &str =
    "the running process answered something else; does it run the same version of viceversa?";

/// Where the door of a database is.
fn door(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".sock");
    PathBuf::from(name)
}

/// Answers operators until told to stop. Whoever may write the database's folder may knock; nobody else.
pub async fn serve(database: &Path, app: Arc<App>, stop: CancellationToken) {
    let path = door(database);
    // The database's lock is ours, so a door that stands there was left by a process that is gone.
    let _was_there = std::fs::remove_file(&path);
    let listener = match UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%error, "operators cannot reach this process while it runs");
            return;
        }
    };
    let only_us = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    if let Err(error) = std::fs::set_permissions(&path, only_us) {
        tracing::warn!(%error, "the operators' door could not be closed to others, so it is taken away");
        let _gone = std::fs::remove_file(&path);
        return;
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            knock = listener.accept() => if let Ok((stream, _)) = knock {
                let app = app.clone();
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, &app).await {
                        tracing::debug!(%error, "an operator hung up");
                    }
                });
            }
        }
    }
    let _gone = std::fs::remove_file(&path);
}

async fn answer(stream: UnixStream, app: &App) -> anyhow::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    (&mut stream).take(REQUEST_LIMIT).read_line(&mut line).await?;
    let report = match serde_json::from_str::<Request>(&line) {
        Ok(request) => match app.operate(&request).await {
            Ok(report) => report,
            Err(error) => Report::Refused { problem: error.to_string() },
        },
        Err(error) => Report::Refused { problem: format!("the request was not understood: {error}") },
    };
    let mut answer = serde_json::to_vec(&report)?;
    answer.push(b'\n');
    stream.get_mut().write_all(&answer).await?;
    Ok(())
}

/// Prints what was done, line by line.
///
/// # Errors
/// It was refused, or answered by a program of another version.
pub fn print(report: Report) -> anyhow::Result<()> {
    match report {
        Report::Done { lines } => {
            for line in lines {
                println!("{line}");
            }
            Ok(())
        }
        Report::Refused { problem } => anyhow::bail!(problem),
        Report::Import { .. } | Report::Outbox { .. } => anyhow::bail!(OTHER_ANSWER),
    }
}

/// Carries a request out: by the running process where one holds the database, else on the database itself.
///
/// # Errors
/// The database can neither be opened nor asked for.
pub async fn ask(
    config: &Config,
    request: &Request,
    app_on: impl AsyncFnOnce(Arc<Database>) -> anyhow::Result<Arc<App>>,
) -> anyhow::Result<Report> {
    match Database::open(&config.database_url, &OpenOptions::default()).await {
        Ok(database) => {
            let database = Arc::new(database);
            let report = app_on(database.clone()).await?.operate(request).await;
            // Also after an error: what was written all the same is to be told to the running bots.
            database.close().await;
            Ok(report?)
        }
        Err(OpenError::InUse { .. }) => {
            let path = config.sqlite_path().unwrap_or_default();
            knock(&door(&path), request).await.with_context(|| {
                format!(
                    "{} is in use by a process that does not answer. Is it still starting, or stopping?",
                    path.display()
                )
            })
        }
        Err(error) => Err(error).context("DATABASE_URL cannot be used"),
    }
}

async fn knock(door: &Path, request: &Request) -> anyhow::Result<Report> {
    let mut stream = BufReader::new(UnixStream::connect(door).await?);
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.get_mut().write_all(&line).await?;
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    Ok(serde_json::from_str(&answer)?)
}
