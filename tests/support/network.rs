//! What lies between two parties on this machine, and can be made worse while they speak: answers that take their time,
//! connections that break, that swallow everything, or that end in the middle of a sentence. What struck is counted.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How the network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes.
    Fair,
    /// Every piece of an answer is held up for so long.
    Slow(Duration),
    /// Connections are reset as soon as something is said on them.
    Reset,
    /// What is said disappears, and the connection stays.
    BlackHole,
    /// An answer breaks off after so many bytes.
    CutAfter(usize),
    /// Once something was said, the other side hears that nothing more will come; its answer still passes.
    HalfClosed,
    /// Whatever holds this word passes, and its answer never comes: the connection breaks instead.
    LostAnswerTo(&'static str),
}

impl Weather {
    fn name(self) -> &'static str {
        match self {
            Self::Fair => "fair",
            Self::Slow(_) => "slow",
            Self::Reset => "reset",
            Self::BlackHole => "black_hole",
            Self::CutAfter(_) => "cut_after",
            Self::HalfClosed => "half_closed",
            Self::LostAnswerTo(_) => "lost_answer",
        }
    }
}

/// A stretch of network with an address of its own; the other side's may change.
#[derive(Clone)]
pub struct Network {
    /// Where one side connects to.
    pub address: SocketAddr,
    way: Arc<Way>,
}

struct Way {
    state: Mutex<State>,
    patience: Duration,
}

struct State {
    targets: Vec<SocketAddr>,
    turn: usize,
    weather: Weather,
    /// How often it still strikes; `None` is without end.
    left: Option<u32>,
    struck: BTreeMap<&'static str, u64>,
}

impl Network {
    /// A way to the first of these that can be reached, beginning with another one each time.
    pub async fn to(targets: &[SocketAddr]) -> Self {
        Self::patiently_to(targets, Duration::ZERO).await
    }

    /// As [`Network::to`], for whoever waits at a door that is being opened, as the proxy before a service does.
    pub async fn patiently_to(targets: &[SocketAddr], patience: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = State {
            targets: targets.to_vec(),
            turn: 0,
            weather: Weather::Fair,
            left: None,
            struck: BTreeMap::new(),
        };
        let way = Arc::new(Way { state: Mutex::new(state), patience });
        let carrier = way.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let way = carrier.clone();
                tokio::spawn(async move { way.carry(stream).await });
            }
        });
        Self { address, way }
    }

    /// Changes the weather, also for connections that stand.
    pub fn set(&self, weather: Weather) {
        self.order(weather, None);
    }

    /// Bad weather that strikes so many times and is fair again then.
    pub fn strike(&self, weather: Weather, times: u32) {
        self.order(weather, Some(times));
    }

    /// How often each kind of weather was felt.
    pub fn struck(&self) -> BTreeMap<&'static str, u64> {
        self.way.lock().struck.clone()
    }

    fn order(&self, weather: Weather, left: Option<u32>) {
        let mut state = self.way.lock();
        state.weather = weather;
        state.left = left;
    }
}

/// How a conversation ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Both had nothing more to say.
    Said,
    /// The network broke it off.
    Broken,
}

impl Way {
    async fn carry(&self, mut near: TcpStream) {
        let Some(mut far) = self.reach().await else {
            let _reset = near.set_zero_linger();
            return;
        };
        let _at_once = (near.set_nodelay(true), far.set_nodelay(true));
        if matches!(self.converse(&mut near, &mut far).await, Ok(End::Broken)) {
            let _reset = (near.set_zero_linger(), far.set_zero_linger());
        }
    }

    /// The next target that can be reached, tried for as long as we are patient.
    async fn reach(&self) -> Option<TcpStream> {
        let until = Instant::now() + self.patience;
        loop {
            let targets = {
                let mut state = self.lock();
                state.turn += 1;
                let first = state.turn % state.targets.len().max(1);
                [&state.targets[first..], &state.targets[..first]].concat()
            };
            for target in targets {
                if let Ok(stream) = TcpStream::connect(target).await {
                    return Some(stream);
                }
            }
            if Instant::now() >= until {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn converse(&self, near: &mut TcpStream, far: &mut TcpStream) -> io::Result<End> {
        let ((mut from_near, mut to_near), (mut from_far, mut to_far)) = (near.split(), far.split());
        let (mut there, mut back) = (vec![0; 16 * 1024], vec![0; 16 * 1024]);
        let (mut near_speaks, mut far_speaks, mut answered) = (true, true, 0);
        while near_speaks || far_speaks {
            tokio::select! {
                read = from_near.read(&mut there), if near_speaks => {
                    let said = &there[..read?];
                    near_speaks = !said.is_empty();
                    if !near_speaks {
                        to_far.shutdown().await?;
                        continue;
                    }
                    match self.weather() {
                        Weather::Fair | Weather::Slow(_) | Weather::CutAfter(_) => to_far.write_all(said).await?,
                        weather @ Weather::BlackHole => self.felt(weather),
                        weather @ Weather::Reset => {
                            self.felt(weather);
                            return Ok(End::Broken);
                        }
                        weather @ Weather::HalfClosed => {
                            to_far.write_all(said).await?;
                            to_far.shutdown().await?;
                            near_speaks = false;
                            self.felt(weather);
                        }
                        weather @ Weather::LostAnswerTo(word) => {
                            to_far.write_all(said).await?;
                            if said.windows(word.len()).any(|part| part == word.as_bytes()) {
                                self.felt(weather);
                                // The other side has to have heard it before the connection breaks.
                                tokio::time::sleep(Duration::from_millis(50)).await;
                                return Ok(End::Broken);
                            }
                        }
                    }
                }
                read = from_far.read(&mut back), if far_speaks => {
                    let said = &back[..read?];
                    far_speaks = !said.is_empty();
                    if !far_speaks {
                        to_near.shutdown().await?;
                        continue;
                    }
                    answered += said.len();
                    match self.weather() {
                        Weather::Fair | Weather::HalfClosed | Weather::LostAnswerTo(_) => to_near.write_all(said).await?,
                        weather @ Weather::Slow(time) => {
                            self.felt(weather);
                            tokio::time::sleep(time).await;
                            to_near.write_all(said).await?;
                        }
                        weather @ Weather::BlackHole => self.felt(weather),
                        weather @ Weather::Reset => {
                            self.felt(weather);
                            return Ok(End::Broken);
                        }
                        weather @ Weather::CutAfter(limit) => {
                            let beyond = answered.saturating_sub(limit).min(said.len());
                            to_near.write_all(&said[..said.len() - beyond]).await?;
                            if beyond > 0 {
                                self.felt(weather);
                                // What passed has to arrive before the connection breaks.
                                tokio::time::sleep(Duration::from_millis(20)).await;
                                return Ok(End::Broken);
                            }
                        }
                    }
                }
            }
        }
        Ok(End::Said)
    }

    fn weather(&self) -> Weather {
        let state = self.lock();
        if state.left == Some(0) { Weather::Fair } else { state.weather }
    }

    fn felt(&self, weather: Weather) {
        let mut state = self.lock();
        *state.struck.entry(weather.name()).or_default() += 1;
        state.left = state.left.map(|left| left.saturating_sub(1));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
