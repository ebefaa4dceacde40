//! Connections as the system gives them.
//!
//! Must not know: HTTP, whose connections they are.

#[cfg(target_os = "linux")]
mod eager;
#[cfg(not(target_os = "linux"))]
mod plain;
#[cfg(target_os = "linux")]
mod sending;

#[cfg(target_os = "linux")]
pub(super) use eager::{Listener, Socket};
#[cfg(not(target_os = "linux"))]
pub(super) use plain::{Listener, Socket};

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{Shutdown, TcpStream};
    use std::thread::JoinHandle;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::super::outgoing::Outgoing;
    use super::{Listener, Socket};

    /// Both ends of a connection, and what is noted of what is written on it.
    pub(super) async fn pair() -> (TcpStream, Socket, Outgoing) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, outgoing, peer) = Listener::new(listener).unwrap().accept().await.unwrap();
        assert_eq!(peer, client.local_addr().unwrap());
        (client, server, outgoing)
    }

    /// Reads all, once the system has taken as much as it takes.
    pub(super) fn read_later(mut client: TcpStream) -> JoinHandle<Vec<u8>> {
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            let mut all = Vec::new();
            client.read_to_end(&mut all).unwrap();
            all
        })
    }

    /// More than the system takes.
    pub(super) fn many_bytes() -> Vec<u8> {
        (0..20_000_000_u32).map(|number| (number % 251) as u8).collect()
    }

    #[tokio::test]
    async fn what_comes_along_is_read_and_what_comes_later_is_awaited() {
        let (mut client, mut server, _) = pair().await;
        client.write_all(b"first").unwrap();
        let mut buffer = [0; 8];
        assert_eq!(server.read(&mut buffer).await.unwrap(), 5);
        server.write_all(b"answer").await.unwrap();
        let later = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            client.write_all(b"second").unwrap();
            client.shutdown(Shutdown::Write).unwrap();
            let mut answers = String::new();
            client.read_to_string(&mut answers).unwrap();
            answers
        });
        let mut rest = String::new();
        server.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, "second");
        server.write_all(b", and another").await.unwrap();
        drop(server);
        assert_eq!(later.join().unwrap(), "answer, and another");
    }

    #[tokio::test]
    async fn who_says_nothing_yet_is_awaited() {
        let (mut client, mut server, _) = pair().await;
        let mut buffer = [0; 8];
        let silence = Duration::from_millis(20);
        assert!(tokio::time::timeout(silence, server.read(&mut buffer)).await.is_err());
        client.write_all(b"hello").unwrap();
        assert_eq!(server.read(&mut buffer).await.unwrap(), 5);
        drop(client);
        assert_eq!(server.read(&mut buffer).await.unwrap(), 0);
    }

    #[tokio::test]
    async fn an_answer_larger_than_there_is_room_for_goes_out_whole() {
        let (client, mut server, _) = pair().await;
        let reading = read_later(client);
        let sent = many_bytes();
        server.write_all(&sent).await.unwrap();
        drop(server);
        assert!(reading.join().unwrap() == sent);
    }
}
