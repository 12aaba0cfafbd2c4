//! Circles are held against all that there are where people are few, and against their bound where they are many.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// People and what each pair of them is worth; one pair in five must not meet.
#[derive(Clone, Debug)]
struct Company {
    count: usize,
    sizes: Sizes,
    pairs: Vec<Option<i64>>,
}

impl Company {
    fn worth(&self, a: usize, b: usize) -> Option<i64> {
        self.pairs[b * (b - 1) / 2 + a]
    }

    fn circles(&self) -> Circles {
        circles(self.count, self.sizes, &|a, b| self.worth(a, b))
    }

    /// The worth of a circle, unless two of it must not meet or it has no allowed size.
    fn worth_of(&self, members: &[usize]) -> Option<i64> {
        let pairs = members.iter().flat_map(|&a| members.iter().map(move |&b| (a, b)).filter(|(a, b)| a < b));
        let sum: i64 = pairs.map(|(a, b)| self.worth(a, b)).sum::<Option<i64>>()?;
        let size = members.len();
        (self.sizes.least..=self.sizes.most).contains(&size).then(|| PARTS * sum / (size as i64 - 1))
    }

    /// Everybody joins each of the circles so far, begins one, or stays out: the most people placed, then the most worth.
    fn best_of_all(&self, person: usize, so_far: &mut Vec<Vec<usize>>) -> Option<(usize, i64)> {
        if person == self.count {
            let worths: Option<Vec<i64>> = so_far.iter().map(|members| self.worth_of(members)).collect();
            return worths.map(|worths| (so_far.iter().map(Vec::len).sum(), worths.iter().sum()));
        }
        let mut best = self.best_of_all(person + 1, so_far);
        for at in 0..so_far.len() {
            so_far[at].push(person);
            best = best.max(self.best_of_all(person + 1, so_far));
            so_far[at].pop();
        }
        so_far.push(vec![person]);
        best = best.max(self.best_of_all(person + 1, so_far));
        so_far.pop();
        best
    }
}

fn company(counts: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Company> {
    let sizes = (3_usize..=8, 0_usize..=2).prop_map(|(least, more)| (least, (least + more).min(8)));
    (counts, sizes).prop_flat_map(|(count, (least, most))| {
        let pair = prop_oneof![4 => (-20_i64..100).prop_map(Some), 1 => Just(None)];
        let sizes = Sizes::new(least, most).unwrap();
        vec(pair, count * count.saturating_sub(1) / 2).prop_map(move |pairs| Company { count, sizes, pairs })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn few_people_have_the_best_circles_there_are(company in company(0..=9)) {
        let found = company.circles();
        let best = company.best_of_all(0, &mut Vec::new());
        prop_assert_eq!(Some((company.count - found.left.len(), found.worth)), best);
        prop_assert_eq!(found.bound, None);
    }

    #[test]
    fn everybody_is_in_one_circle_or_listed(company in company(0..=30)) {
        let found = company.circles();
        let mut seen: Vec<usize> = found.circles.iter().flatten().chain(&found.left).copied().collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..company.count).collect::<Vec<_>>());
    }

    #[test]
    fn nobody_meets_whom_they_must_not(company in company(0..=30)) {
        let found = company.circles();
        let worths: Option<Vec<i64>> = found.circles.iter().map(|members| company.worth_of(members)).collect();
        prop_assert_eq!(worths.map(|worths| worths.iter().sum::<i64>()), Some(found.worth));
    }

    #[test]
    fn no_circles_exceed_the_bound(company in company(0..=MOST_EXACT)) {
        let worths = Worths::of(company.count, &|a, b| company.worth(a, b));
        let bound = bound::most_worth(&worths, company.sizes);
        prop_assert!(company.circles().worth <= bound);
        prop_assert!(built(&worths, company.sizes).rank(&worths).1 <= bound);
    }

    #[test]
    fn built_circles_of_few_people_are_never_better_than_the_best(company in company(0..=MOST_EXACT)) {
        let worths = Worths::of(company.count, &|a, b| company.worth(a, b));
        let first = construct::first_deal(&worths, company.sizes, company.count / company.sizes.least);
        let improved = improve::improved(&worths, company.sizes, first.clone());
        let best = company.circles();
        prop_assert!(first.rank(&worths) <= improved.rank(&worths));
        prop_assert!(improved.rank(&worths) <= (company.count - best.left.len(), best.worth));
    }

    #[test]
    fn the_same_people_have_the_same_circles(company in company(15..=30)) {
        prop_assert_eq!(company.circles(), company.circles());
    }
}

#[test]
fn a_circle_counts_for_half_of_what_its_members_have_of_each_other_on_average() {
    let found = circles(4, Sizes::new(4, 4).unwrap(), &|a, b| Some((a + b) as i64));
    // The six pairs have the sums 1, 2, 3, 3, 4 and 5, and everybody has three companions.
    assert_eq!((found.circles, found.worth), (vec![vec![0, 1, 2, 3]], PARTS * 18 / 3));
}

#[test]
fn placing_one_more_comes_before_all_worth() {
    let sizes = Sizes::new(3, 4).unwrap();
    let worth = |a: usize, b: usize| Some(if a == 6 || b == 6 { -1_000 } else { 10 });
    assert_eq!(circles(7, sizes, &worth).left, Vec::<usize>::new());
    assert_eq!(circles(31, sizes, &worth).left, Vec::<usize>::new());
}

#[test]
fn who_may_meet_nobody_is_left_over_and_holds_up_no_one() {
    let worth = |a: usize, b: usize| (a != 5 && b != 5).then_some(1);
    let found = circles(31, Sizes::new(5, 5).unwrap(), &worth);
    assert_eq!((found.circles.len(), found.left), (6, vec![5]));
}

#[test]
fn fewer_people_than_a_circle_takes_are_all_left_over() {
    let found = circles(4, Sizes::new(5, 6).unwrap(), &|_, _| Some(1));
    assert_eq!(found, Circles { circles: vec![], left: vec![0, 1, 2, 3], worth: 0, bound: None });
}

#[test]
fn hidden_teams_are_found_and_reach_the_bound() {
    let worth = |a: usize, b: usize| Some(if a % 12 == b % 12 { 100 } else { 0 });
    let found = circles(48, Sizes::new(4, 4).unwrap(), &worth);
    assert!(found.circles.iter().all(|members| members.iter().all(|member| member % 12 == members[0])));
    assert_eq!(Some(found.worth), found.bound);
}

/// Fourteen people can be looked at in all ways; the steps that many people need are held against that.
#[test]
fn built_circles_come_within_a_hundredth_of_the_best() {
    let sizes = Sizes::new(3, 5).unwrap();
    let (mut sum, mut best) = (0, 0);
    for company in 0..40_u64 {
        let worth = |a: usize, b: usize| {
            let mixed = (company * 10_000 + (a * 100 + b) as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            (mixed >> 61 != 0).then_some((mixed >> 40) as i64 % 10_000)
        };
        let worths = Worths::of(MOST_EXACT, &worth);
        let deal = super::built(&worths, sizes);
        assert_eq!(deal.left, Vec::<usize>::new());
        sum += deal.rank(&worths).1;
        best += circles(MOST_EXACT, sizes, &worth).worth;
    }
    assert!(sum <= best && 100 * sum >= 99 * best, "{sum} of {best}");
}

#[test]
fn sizes_that_make_no_circles_are_refused_in_words() {
    assert_eq!(Sizes::new(2, 4), Err(BadSizes { least: 2, most: 4 }));
    assert_eq!(Sizes::new(3, 9), Err(BadSizes { least: 3, most: 9 }));
    let error = Sizes::new(5, 4).unwrap_err();
    assert_eq!(
        error.to_string(),
        "circles of 5 to 4 cannot be formed: choose sizes from 3 to 8, the smaller first"
    );
}
