use super::*;
use crate::domain::event::Seed;
use crate::domain::ids::ProgramId;
use crate::domain::matching::Proof;
use crate::domain::matching::solver::{Answer, Edge, best};
use crate::domain::matching::weights::Weights;
use crate::domain::rounds::RoundOutcome;
use jiff::civil::date;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// A round whose weights spread too far for the solver, as it is written down.
fn unproven() -> Round {
    let far = [(0, 1, i64::MAX), (1, 2, i64::MIN)].map(|(a, b, weight)| Edge { a, b, weight });
    let Answer::Unproven { why, .. } = best(3, &far) else { panic!("such weights cannot be added up") };
    let (inputs, weights) = (String::new(), Weights::default());
    let (program, slot) = (ProgramId::new("peer"), date(2027, 1, 4));
    Round {
        id: RoundId::of(&program, slot),
        program,
        slot,
        opened_at: slot.in_tz("UTC").unwrap().timestamp(),
        seed: Seed([0; 32]),
        outcome: RoundOutcome::Held { pairings: 1 },
        left_out: Vec::new(),
        proof: Some(Proof { inputs, weights, total: 0, bound: None, doubt: Some(why) }),
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is logged about a round, and the figures after it.
fn noted(round: &Round) -> (String, String) {
    heard(|| note(&WorkspaceId::new("T1"), round))
}

fn heard(noting: impl FnOnce()) -> (String, String) {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    tracing::subscriber::with_default(lines, || {
        metrics::with_local_recorder(&recorder, noting);
    });
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    (logged, recorder.handle().render())
}

#[test]
fn an_unproven_round_is_an_error_in_the_log_and_a_figure() {
    let (logged, figures) = noted(&unproven());
    for words in ["ERROR", "workspace=T1", "program=peer", "slot=2027-01-04", "cannot be added up", "report"]
    {
        assert!(logged.contains(words), "{words} is not in {logged}");
    }
    assert!(figures.contains("viceversa_unproven_rounds_total 1"), "{figures}");
}

#[test]
fn raised_hands_that_were_matched_without_a_proof_are_no_less_an_error() {
    let doubt = unproven().proof.unwrap().doubt.unwrap();
    let (logged, figures) = heard(|| note_hands(&WorkspaceId::new("T1"), doubt));
    for words in ["ERROR", "workspace=T1", "raised hands", "cannot be added up", "report"] {
        assert!(logged.contains(words), "{words} is not in {logged}");
    }
    assert!(figures.contains("viceversa_unproven_rounds_total 1"), "{figures}");
}

#[test]
fn a_proven_round_passes_in_silence() {
    let round = Round { proof: unproven().proof.map(|proof| Proof { doubt: None, ..proof }), ..unproven() };
    assert_eq!(noted(&round), (String::new(), String::new()));
    assert_eq!(line(&round), None);
}

#[test]
fn the_doctor_says_that_the_round_is_sound_and_what_to_do() {
    let said = line(&unproven()).unwrap();
    assert!(said.contains("peer/2027-01-04") && said.contains("sound") && said.contains("report"), "{said}");
}
