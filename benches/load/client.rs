//! What sends the load: as thin as can be, since it takes from the same processors. Requests are made and signed before.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// When requests are sent.
#[derive(Clone, Copy)]
pub enum Pace {
    /// The next one on a connection as soon as the one before it is answered.
    Unhurried,
    /// At fixed moments, and late rather than not. How long an answer takes is counted from that moment, so that
    /// waiting behind a slow one counts as well.
    Steady {
        /// Requests in a second, on all connections together.
        each_second: u32,
    },
}

/// What came of it.
pub struct Run {
    /// From the shortest to the longest.
    pub latencies: Vec<Duration>,
    /// Answers that were not 200.
    pub failed: usize,
    pub took: Duration,
    /// Processor time of this process, who sends and who answers together; nothing where the system does not say.
    pub processor: Duration,
}

/// Sends all of them over so many connections, which are kept.
pub fn send(to: SocketAddr, requests: Vec<Vec<u8>>, connections: usize, pace: Pace) -> Run {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    runtime.block_on(async {
        let (began, spent) = (Instant::now(), processor());
        let senders: Vec<_> = (0..connections)
            .map(|_| tokio::spawn(send_some(to, requests.clone(), next.clone(), pace, began)))
            .collect();
        let mut run = Run {
            latencies: Vec::with_capacity(requests.len()),
            failed: 0,
            took: Duration::ZERO,
            processor: Duration::ZERO,
        };
        for sender in senders {
            let (latencies, failed) = sender.await.unwrap();
            run.latencies.extend(latencies);
            run.failed += failed;
        }
        run.took = began.elapsed();
        run.processor = processor() - spent;
        run.latencies.sort();
        run
    })
}

async fn send_some(
    to: SocketAddr,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
    pace: Pace,
    began: Instant,
) -> (Vec<Duration>, usize) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut latencies, mut failed, mut buffer) = (Vec::new(), 0, Vec::with_capacity(8_192));
    loop {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        let Some(request) = requests.get(nth) else { return (latencies, failed) };
        let due = match pace {
            Pace::Unhurried => Instant::now(),
            Pace::Steady { each_second } => began + Duration::from_secs(nth as u64) / each_second,
        };
        tokio::time::sleep_until(due.into()).await;
        stream.write_all(request).await.unwrap();
        failed += usize::from(!is_well_answered(&mut stream, &mut buffer).await);
        latencies.push(due.elapsed());
    }
}

/// Reads one answer to its end; whether its status is 200.
async fn is_well_answered(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> bool {
    buffer.clear();
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "the connection was closed");
        let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).unwrap();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if buffer.len() >= head + 4 + length.unwrap_or(0) {
            return text.starts_with("HTTP/1.1 200");
        }
    }
}

/// What this process has had of the processors, as Linux counts it: in hundredths of a second.
fn processor() -> Duration {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = status.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 =
        after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
