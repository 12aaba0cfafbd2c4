//! The `viceversa` binary: parse the command line, run the command, say what went wrong.

use clap::Parser;
use std::process::ExitCode;
use viceversa::cli::{Cli, run};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("viceversa: {error:#}");
            ExitCode::FAILURE
        }
    }
}
