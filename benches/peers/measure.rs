//! What is told of one task: a line of JSON.

use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// After so long no further input is begun, as on the peers' side.
const BUDGET: Duration = Duration::from_secs(10);

/// The times of the runs of one task, and what they found.
#[derive(Default)]
pub struct Measured {
    pub times: Vec<Duration>,
    /// What all that were asked the same must agree on, number by number.
    pub check: Vec<f64>,
    /// What else there is to tell.
    pub extra: Value,
}

impl Measured {
    /// Runs `task` once for each input, until [`BUDGET`] is spent; `check` tells what is to be
    /// compared of each output, off the clock.
    pub fn each<I, O>(
        inputs: impl IntoIterator<Item = I>,
        mut task: impl FnMut(I) -> O,
        mut check: impl FnMut(O) -> Vec<f64>,
    ) -> Self {
        let mut measured = Self::default();
        let first = Instant::now();
        for input in inputs {
            let begun = Instant::now();
            let output = black_box(task(black_box(input)));
            measured.times.push(begun.elapsed());
            measured.check.extend(check(output));
            if first.elapsed() > BUDGET {
                break;
            }
        }
        measured
    }

    /// Returns the line: milliseconds, number of runs, what was found.
    pub fn line(&self, task: &str) -> Value {
        let mut times: Vec<f64> = self
            .times
            .iter()
            .map(|time| time.as_secs_f64() * 1e3)
            .collect();
        times.sort_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / times.len().max(1) as f64;
        json!({
            "task": task,
            "median_ms": times.get(times.len() / 2),
            "mean_ms": mean,
            "max_ms": times.last(),
            "n": times.len(),
            "check": self.check,
            "extra": self.extra,
        })
    }
}
