//! A client that writes what it is given and reads what comes: no library between it and the
//! socket that would mend anything.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant as Stopwatch};

/// Far longer than anything here takes: a test that would wait for ever fails instead.
const PATIENCE: Duration = Duration::from_secs(30);

/// One connection.
pub struct Client {
    stream: TcpStream,
    /// Read and not yet part of an answer.
    pending: Vec<u8>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub version: String,
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { stream, pending: Vec::new() }
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Sends what the server may refuse to read to the end.
    pub fn send_as_far_as_it_goes(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    /// Says that nothing more comes.
    pub fn end(&self) {
        self.stream.shutdown(Shutdown::Write).unwrap();
    }

    /// The next answer to a request whose answer has a body.
    pub fn receive(&mut self) -> Answer {
        self.answer(true)
    }

    /// The next answer to a HEAD.
    pub fn receive_head(&mut self) -> Answer {
        self.answer(false)
    }

    fn answer(&mut self, with_body: bool) -> Answer {
        let end = loop {
            if let Some(at) = self.pending.windows(4).position(|window| window == b"\r\n\r\n") {
                break at;
            }
            assert!(self.read_more(), "it closed in the middle of a head: {}", self.pending_text());
        };
        let rest = self.pending.split_off(end + 4);
        let head = String::from_utf8(std::mem::replace(&mut self.pending, rest)).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status_line = lines.next().unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut answer = Answer {
            version: status_line[..8].to_owned(),
            status: status_line[9..12].parse().unwrap(),
            headers,
            body: Vec::new(),
        };
        if with_body && !matches!(answer.status, 100..=199 | 204 | 304) {
            let length: usize = answer.header("content-length").unwrap().parse().unwrap();
            while self.pending.len() < length {
                assert!(self.read_more(), "it closed in the middle of a body");
            }
            let rest = self.pending.split_off(length);
            answer.body = std::mem::replace(&mut self.pending, rest);
        }
        answer
    }

    /// Reads what there is; false at the end.
    fn read_more(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(length) => {
                self.pending.extend_from_slice(&buffer[..length]);
                true
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("nothing came: {error}"),
        }
    }

    /// Everything that comes until the server closes.
    pub fn rest(&mut self) -> Vec<u8> {
        while self.read_more() {}
        std::mem::take(&mut self.pending)
    }

    /// Waits until the server closes, and asserts that it says nothing before.
    pub fn assert_closed(&mut self) {
        let rest = self.rest();
        assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
    }

    /// Writes, then listens for a while; false when the server has closed.
    pub fn trickle(&mut self, bytes: &[u8], pause: Duration) -> bool {
        self.stream.write_all(bytes).is_ok() && self.is_quiet_for(pause)
    }

    /// Whether nothing comes, not even the end, for so long.
    pub fn is_quiet_for(&mut self, time: Duration) -> bool {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let mut buffer = [0; 1];
        let read = self.stream.peek(&mut buffer);
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        read.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut))
    }

    /// Reads nothing until the server has given up on this client.
    pub fn wait_until_abandoned(&mut self) {
        // What is written to a connection that the other side has ended fails at once; to one that it
        // still has, it waits for room.
        let begun = Stopwatch::now();
        let error = loop {
            match self.stream.write_all(b"\r\n") {
                Ok(()) => assert!(begun.elapsed() < PATIENCE, "it goes on waiting"),
                Err(error) => break error,
            }
            std::thread::yield_now();
        };
        let is_end = matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe);
        assert!(is_end, "it goes on waiting: {error}");
    }

    fn pending_text(&self) -> String {
        String::from_utf8_lossy(&self.pending).into_owned()
    }
}

impl Answer {
    /// The only value of a header; `None` when it is not there.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(found, _)| found == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} is there twice: {:?}", self.headers);
        value
    }

    /// The names of all headers, in order of the alphabet.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }

    pub fn tag(&self) -> &str {
        self.header("etag").unwrap()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as it was before it was coded.
    pub fn decoded(&self) -> Vec<u8> {
        let mut decoded = Vec::new();
        match self.header("content-encoding") {
            None => decoded.clone_from(&self.body),
            Some("gzip") => {
                // The length of the original stands in the last four bytes (RFC 1952).
                let length = self.body.last_chunk().copied().map(u32::from_le_bytes).unwrap();
                decoded = vec![0; length as usize];
                libdeflater::Decompressor::new().gzip_decompress(&self.body, &mut decoded).unwrap();
            }
            Some("br") => {
                brotli::Decompressor::new(&self.body[..], 4096).read_to_end(&mut decoded).unwrap();
            }
            Some("zstd") => decoded = zstd::decode_all(&self.body[..]).unwrap(),
            Some(other) => panic!("coded in {other}"),
        }
        decoded
    }
}
