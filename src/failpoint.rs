//! Places where a trial lets the process die, break down, hang or fail: `FAILPOINT=after-call:abort@3` aborts when the place
//! `after-call` is reached for the third time; several orders are separated by commas. Compiled only with the feature
//! `failpoints`, which no release has; without it a place is no code at all.

/// A place. With an error, an order may also ask that this is returned.
macro_rules! failpoint {
    ($name:literal) => {
        #[cfg(feature = "failpoints")]
        $crate::failpoint::reach($name).await;
    };
    ($name:literal, $error:expr) => {
        #[cfg(feature = "failpoints")]
        if $crate::failpoint::reach($name).await == $crate::failpoint::Strike::Error {
            return Err($error);
        }
    };
}
pub(crate) use failpoint;

/// What a place is asked to do; whoever cannot fail ignores that.
#[cfg(feature = "failpoints")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strike {
    Abort,
    Panic,
    Sleep(std::time::Duration),
    Error,
    Nothing,
}

#[cfg(feature = "failpoints")]
mod orders {
    use super::Strike;
    use std::collections::BTreeMap;
    use std::sync::{LazyLock, Mutex, PoisonError};
    use std::time::Duration;

    /// What is ordered for the nth time that a place is reached, and how often each was.
    struct Orders {
        wanted: BTreeMap<(String, u64), Strike>,
        reached: Mutex<BTreeMap<&'static str, u64>>,
    }

    static ORDERS: LazyLock<Orders> = LazyLock::new(|| Orders {
        wanted: read(&std::env::var("FAILPOINT").unwrap_or_default()),
        reached: Mutex::default(),
    });

    /// Counts that a place was reached and does what is ordered for this time. What struck is said on standard error,
    /// so that a trial can see that it did.
    pub(crate) async fn reach(name: &'static str) -> Strike {
        if ORDERS.wanted.is_empty() {
            return Strike::Nothing;
        }
        let nth = {
            let mut reached = ORDERS.reached.lock().unwrap_or_else(PoisonError::into_inner);
            let nth = reached.entry(name).or_default();
            *nth += 1;
            *nth
        };
        let strike = ORDERS.wanted.get(&(name.to_owned(), nth)).copied().unwrap_or(Strike::Nothing);
        if strike != Strike::Nothing {
            eprintln!("failpoint {name} struck: {strike:?}");
        }
        match strike {
            Strike::Abort => std::process::abort(),
            Strike::Panic => panic!("failpoint {name}"),
            Strike::Sleep(time) => tokio::time::sleep(time).await,
            Strike::Error | Strike::Nothing => {}
        }
        strike
    }

    /// An order that cannot be read would leave a trial without its fault, so it ends the process.
    fn read(text: &str) -> BTreeMap<(String, u64), Strike> {
        let orders = text.split(',').filter(|order| !order.is_empty());
        orders.map(|order| one(order).unwrap_or_else(|| panic!("FAILPOINT has {order:?}"))).collect()
    }

    fn one(order: &str) -> Option<((String, u64), Strike)> {
        let (name, what) = order.split_once(':')?;
        let (what, nth) = what.split_once('@').unwrap_or((what, "1"));
        let strike = match what {
            "abort" => Strike::Abort,
            "panic" => Strike::Panic,
            "error" => Strike::Error,
            _ => {
                let millis = what.strip_prefix("sleep(")?.strip_suffix(')')?.parse().ok()?;
                Strike::Sleep(Duration::from_millis(millis))
            }
        };
        Some(((name.to_owned(), nth.parse().ok()?), strike))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn orders_name_a_place_what_happens_there_and_when() {
            let orders = read("after-call:abort@3,claimed:sleep(50),before-commit:error@2");
            let order = |name: &str, nth| orders.get(&(name.to_owned(), nth)).copied();
            assert_eq!(order("after-call", 3), Some(Strike::Abort));
            assert_eq!(order("claimed", 1), Some(Strike::Sleep(Duration::from_millis(50))));
            assert_eq!(order("before-commit", 2), Some(Strike::Error));
            for wrong in ["after-call", "claimed:dance", "claimed:sleep(x)", "claimed:abort@x"] {
                assert_eq!(one(wrong), None, "{wrong}");
            }
        }
    }
}
#[cfg(feature = "failpoints")]
pub(crate) use orders::reach;
