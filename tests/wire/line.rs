//! What lies between a bot and its Postgres: everything passes, until a commit is to reach the server and no word of it is
//! to come back.

use sqlx::postgres::PgConnectOptions;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};

/// A line with an address of its own.
pub struct Line {
    pub url: String,
    lost: Arc<AtomicU64>,
}

/// Where a Postgres listens.
#[derive(Clone)]
enum Server {
    Port(String),
    Socket(PathBuf),
}

impl Line {
    pub async fn to(database_url: &str) -> Self {
        let options = PgConnectOptions::from_str(database_url).unwrap();
        let server = match options.get_socket() {
            Some(folder) => Server::Socket(folder.join(format!(".s.PGSQL.{}", options.get_port()))),
            None => Server::Port(format!("{}:{}", options.get_host(), options.get_port())),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (user, address) = (database_url.split('@').next().unwrap(), listener.local_addr().unwrap());
        let url = format!("{user}@{address}/{}", options.get_database().unwrap());
        let lost = Arc::new(AtomicU64::new(0));
        let losing = lost.clone();
        tokio::spawn(async move {
            while let Ok((bot, _)) = listener.accept().await {
                let (server, losing) = (server.clone(), losing.clone());
                tokio::spawn(async move {
                    match server {
                        Server::Port(address) => {
                            speak(bot, TcpStream::connect(address).await?, &losing).await
                        }
                        Server::Socket(path) => speak(bot, UnixStream::connect(path).await?, &losing).await,
                    }
                });
            }
        });
        Self { url, lost }
    }

    /// The next commit takes place, and whoever asked for it never learns of it.
    pub fn loses_a_commit(&self) {
        self.lost.store(1, Ordering::Relaxed);
    }

    /// Whether that has happened.
    pub fn has_lost_it(&self) -> bool {
        self.lost.load(Ordering::Relaxed) == 0
    }
}

async fn speak(bot: TcpStream, server: impl AsyncRead + AsyncWrite, lost: &AtomicU64) -> std::io::Result<()> {
    let (mut from_bot, mut to_bot) = bot.into_split();
    let (mut from_server, mut to_server) = tokio::io::split(server);
    let (mut question, mut answer) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        tokio::select! {
            asked = from_bot.read(&mut question) => {
                let asked = &question[..asked?];
                if asked.is_empty() {
                    return Ok(());
                }
                to_server.write_all(asked).await?;
                let is_commit = asked.windows(7).any(|word| word == b"COMMIT\0");
                if is_commit && lost.swap(0, Ordering::Relaxed) == 1 {
                    // The server has done it once it answers; then the line is dead.
                    return from_server.read(&mut answer).await.map(drop);
                }
            }
            answered = from_server.read(&mut answer) => match answered? {
                0 => return Ok(()),
                length => to_bot.write_all(&answer[..length]).await?,
            },
        }
    }
}
