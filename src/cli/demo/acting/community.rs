//! The question of the week: hands go up in the channel and sometimes down again, and people say whether they want to be
//! introduced.

use super::{Plan, Read, Step, minutes, weighted};
use crate::cli::demo::company::Company;
use rand::RngExt;

const NEEDS_HELP: &str = "raising_hand";
const CAN_HELP: &str = "handshake";

/// What stands in the channel, or an offer in private.
pub fn notice(company: &mut Company, read: &Read) -> Vec<Plan> {
    if read.seen.channel == company.channel && !read.in_thread {
        return (0..company.actors.len()).flat_map(|who| hands(company, who, read)).collect();
    }
    match read.reader(company) {
        Some(who) if read.has("community:introduce") => offer(company, who, read).into_iter().collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Which emojis a message asks for, it says itself. Words of somebody without a name ask for helpers alone.
fn hands(company: &mut Company, who: usize, read: &Read) -> Vec<Plan> {
    let asks_for = |emoji: &str| read.text.contains(&format!(":{emoji}:"));
    let actor = &mut company.actors[who];
    let knows = actor.knows_about(&read.text);
    let rng = &mut actor.rng;
    let emoji = match weighted(rng, &[(4, NEEDS_HELP), (if knows { 30 } else { 6 }, CAN_HELP), (90, "")]) {
        emoji if !emoji.is_empty() && asks_for(emoji) => emoji,
        _ => return Vec::new(),
    };
    let at = read.now + minutes(rng, 2, 30 * 60);
    let mut plans = vec![Plan::one(who, at, Step::React(read.seen.clone(), emoji.into()))];
    if rng.random_bool(0.1) {
        let later = at + minutes(rng, 1, 40 * 60);
        plans.push(Plan::one(who, later, Step::Unreact(read.seen.clone(), emoji.into())));
    }
    plans
}

fn offer(company: &mut Company, who: usize, read: &Read) -> Option<Plan> {
    let actor = &mut company.actors[who];
    if !actor.answers() {
        return None;
    }
    let rng = &mut actor.rng;
    let at = read.now + minutes(rng, 3, 16 * 60);
    let press = weighted(rng, &[(4, "community:introduce"), (1, "community:decline")]);
    Some(Plan::one(who, at, read.press(press)))
}
