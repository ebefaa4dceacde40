//! Starting the program as its users do, for benches that measure it from outside.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Serves a site on a free port of this machine; `command` runs the program, pinned or not.
pub fn serve(mut command: Command, site: &Path) -> (Child, u16) {
    let mut child = command
        .args(["serve", "--listen", "127.0.0.1:0", "--site"])
        .arg(site)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            let rest = line.strip_prefix("listening on http://127.0.0.1:")?.to_owned();
            rest.split('/').next()?.parse().ok()
        })
        .unwrap();
    // What it says later must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (child, port)
}
