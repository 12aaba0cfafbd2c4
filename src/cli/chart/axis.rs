//! Scales with round numbers.

/// A scale from values to places on paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::cli) struct Axis {
    /// The values at both ends.
    pub values: (f64, f64),
    /// The places of both ends, in units.
    pub places: (f64, f64),
}

impl Axis {
    /// The place of a value; what lies beyond an end stands at that end.
    pub fn place(&self, value: f64) -> f64 {
        let (from, to) = self.values;
        let share = ((value - from) / (to - from).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        self.places.0 + share * (self.places.1 - self.places.0)
    }

    /// Round values along the scale, about so many.
    pub fn ticks(&self, about: u32) -> Vec<f64> {
        let (from, to) = self.values;
        let step = nice_step(to - from, about);
        let first = (from / step).ceil() as i64;
        let last = (to / step + 1e-9).floor() as i64;
        (first..=last).map(|tick| tick as f64 * step).collect()
    }
}

/// A round step, 1, 2 or 5 and noughts, of which about so many make a length.
pub(in crate::cli) fn nice_step(length: f64, about: u32) -> f64 {
    let raw = (length / f64::from(about.max(1))).max(f64::MIN_POSITIVE);
    let size = 10_f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * size);
    steps.into_iter().find(|step| *step >= raw * 0.999).unwrap_or(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis { values: (-40.0, 730.0), places: (0.0, 100.0) };
        assert_eq!(axis.ticks(5), [0.0, 200.0, 400.0, 600.0]);
        assert_eq!(Axis { values: (0.0, 1.0), ..axis }.ticks(4), [0.0, 0.5, 1.0]);
        assert_eq!([axis.place(-40.0), axis.place(730.0), axis.place(9_999.0)], [0.0, 100.0, 100.0]);
    }

    #[test]
    fn a_scale_of_no_length_does_no_harm() {
        let axis = Axis { values: (5.0, 5.0), places: (10.0, 20.0) };
        assert!(axis.place(5.0) >= 10.0 && axis.ticks(5).len() < 10);
    }
}
