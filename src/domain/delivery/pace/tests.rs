use super::*;
use proptest::prelude::*;

fn noon() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn at(millis: i64) -> Timestamp {
    noon() + SignedDuration::from_millis(millis)
}

const TEN_A_SECOND: Rate = Rate::per_minute(600, 10);
const THREE_AT_ONCE: Rate = Rate::per_minute(60, 3);

fn taken(buckets: &mut Buckets<u8>, rate: Rate, urgency: Urgency, now: Timestamp) -> Result<(), Duration> {
    buckets.take(&[(1, rate)], urgency, now)
}

#[test]
fn a_conversation_takes_three_at_once_and_then_one_a_second() {
    let mut buckets = Buckets::new();
    let mut post = |millis| taken(&mut buckets, THREE_AT_ONCE, Urgency::Interactive, at(millis));
    assert_eq!([post(0), post(0), post(0)], [Ok(()); 3]);
    assert_eq!(post(0), Err(Duration::from_secs(1)));
    assert!(post(999).is_err());
    assert_eq!(post(1_000), Ok(()));
}

#[test]
fn a_round_leaves_room_for_whoever_waits_at_the_screen() {
    let mut buckets = Buckets::new();
    let bulk = (0..100).filter(|_| taken(&mut buckets, TEN_A_SECOND, Urgency::Bulk, noon()).is_ok()).count();
    assert_eq!(bulk, 7);
    let urgent =
        (0..100).filter(|_| taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, noon()).is_ok()).count();
    assert_eq!(urgent, 3);
    let turn = taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, noon());
    assert_eq!(turn, Err(Duration::from_millis(100)), "it does not queue up behind a hundred");
}

#[test]
fn what_is_taken_is_taken_in_all_buckets_or_in_none() {
    let mut buckets: Buckets<u8> = Buckets::new();
    let both = [(1, TEN_A_SECOND), (2, Rate::per_minute(60, 1))];
    assert_eq!(buckets.take(&both, Urgency::Interactive, noon()), Ok(()));
    for _ in 0..50 {
        assert!(buckets.take(&both, Urgency::Interactive, noon()).is_err());
    }
    let left = (0..50).filter(|_| taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, noon()).is_ok());
    assert_eq!(left.count(), 9);
}

#[test]
fn nobody_comes_before_the_time_that_slack_said() {
    let mut buckets = Buckets::new();
    buckets.hold(1, at(30_000));
    buckets.hold(1, at(5_000));
    for urgency in [Urgency::Interactive, Urgency::Bulk] {
        assert_eq!(taken(&mut buckets, TEN_A_SECOND, urgency, noon()), Err(Duration::from_secs(30)));
        assert!(taken(&mut buckets, TEN_A_SECOND, urgency, at(29_999)).is_err());
    }
    assert_eq!(taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, at(30_000)), Ok(()));
}

#[test]
fn a_clock_that_had_jumped_holds_nobody_up_for_long() {
    let day = 86_400_000;
    let mut buckets = Buckets::new();
    assert_eq!(taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, at(day)), Ok(()));
    buckets.hold(1, at(day + 60_000));
    let back = taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, noon());
    assert!(back.is_err_and(|wait| wait <= Duration::from_secs(3_600)), "{back:?}");
    assert_eq!(taken(&mut buckets, TEN_A_SECOND, Urgency::Interactive, at(3_600_000)), Ok(()));
}

#[test]
fn each_of_many_is_told_another_time_and_comes_twice_at_most() {
    let rate = Rate::per_minute(48, 2);
    let mut buckets = Buckets::new();
    let mut coming: BTreeMap<i64, u32> = BTreeMap::from([(0, 100)]);
    let (mut tries, mut made) = (0, 0);
    while let Some((millis, many)) = coming.pop_first() {
        for _ in 0..many {
            tries += 1;
            match taken(&mut buckets, rate, Urgency::Bulk, at(millis)) {
                Ok(()) => made += 1,
                Err(wait) => *coming.entry(millis + wait.as_millis() as i64).or_default() += 1,
            }
        }
    }
    assert_eq!(made, 100);
    assert!(tries <= 200, "{tries} tries");
}

#[test]
fn idle_buckets_are_forgotten() {
    let mut buckets = Buckets::new();
    for nth in 0..2 * MANY {
        buckets.take(&[(nth, THREE_AT_ONCE)], Urgency::Bulk, at(nth as i64 * 2_000)).unwrap();
    }
    assert!(buckets.buckets.len() <= MANY + 1);
}

proptest! {
    #[test]
    fn no_minute_sees_more_than_the_rate_and_its_burst(
        times in 10..600_i64,
        burst in 1..20_i64,
        pauses in proptest::collection::vec(0..400_i64, 50),
    ) {
        let rate = Rate::per_minute(times, burst);
        let (mut buckets, mut made, mut now) = (Buckets::new(), Vec::new(), 0);
        for pause in pauses.iter().cycle().take(600) {
            while taken(&mut buckets, rate, Urgency::Interactive, at(now)).is_ok() {
                made.push(now);
            }
            now += pause + 1;
        }
        for start in &made {
            let within = made.iter().filter(|at| (*start..start + 60_000).contains(*at)).count() as i64;
            prop_assert!(within <= 60_000 / (60_000 / times) + burst + 1, "{within}");
        }
    }

    #[test]
    fn whoever_comes_when_told_loses_nothing(times in 10..600_i64, burst in 1..20_i64) {
        let rate = Rate::per_minute(times, burst);
        let (mut buckets, mut made, mut now) = (Buckets::new(), 0, 0);
        while now < 180_000 {
            match taken(&mut buckets, rate, Urgency::Bulk, at(now)) {
                Ok(()) => made += 1,
                Err(wait) => now += wait.as_millis() as i64,
            }
        }
        prop_assert!(made >= times * 3, "{made} of {}", times * 3);
    }
}
