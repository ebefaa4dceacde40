//! A copy of bytes that the system holds. It sends such by itself: to hand it the bytes with every answer
//! costs half as much again where they are many.
//!
//! Must not know: whose bytes they are, how they are sent.

/// Bytes from which on a copy pays. Of 33, 62 and 99 kB it saves less than a tenth of the processor's time or
/// none, which is not worth as much memory again.
pub(super) const LEAST_BYTES: usize = 128 * 1024;

#[cfg(target_os = "linux")]
mod kept {
    use std::fs::File;
    use std::io::Write as _;
    use std::os::fd::{AsFd, BorrowedFd};
    use std::sync::Arc;

    use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};

    /// A file in memory that has no name and never changes.
    #[derive(Debug, Clone)]
    pub struct SystemCopy(Arc<File>);

    impl SystemCopy {
        /// `None` where the system has no room, or none of that kind: bytes can always be handed to it.
        pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
            let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
            let mut file = File::from(memfd_create("newswire", flags).ok()?);
            file.write_all(bytes).ok()?;
            fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW).ok()?;
            Some(Self(Arc::new(file)))
        }
    }

    impl AsFd for SystemCopy {
        fn as_fd(&self) -> BorrowedFd<'_> {
            self.0.as_fd()
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod kept {
    /// There are none.
    #[derive(Debug, Clone)]
    pub enum SystemCopy {}

    impl SystemCopy {
        pub(crate) fn of(_: &[u8]) -> Option<Self> {
            None
        }
    }
}

pub use kept::SystemCopy;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::{Read as _, Seek as _, Write as _};
    use std::os::fd::AsFd as _;

    use super::SystemCopy;

    #[test]
    fn it_has_the_bytes_and_keeps_them() {
        let copy = SystemCopy::of(b"a document").unwrap();
        let mut file = std::fs::File::from(copy.as_fd().try_clone_to_owned().unwrap());
        assert!(file.write_all(b"another").is_err() && file.set_len(3).is_err());
        let mut bytes = Vec::new();
        file.rewind().unwrap();
        file.read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"a document");
    }
}
