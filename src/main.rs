//! The command line of newswire: parse, start the log, run, tell what went wrong.

use std::process::ExitCode;

use newswire::cli::Command;

fn main() -> ExitCode {
    let command = Command::of_the_process();
    newswire::cli::start_log();
    match command.run() {
        Ok(exit) => exit.into(),
        Err(error) => {
            newswire::cli::tell(&error);
            ExitCode::from(3)
        }
    }
}
