//! The ledger on disk: one line of JSON for each entry, written whole when the entry ends and before anybody is told,
//! so that a sandbox that is killed has told nobody anything that its ledger does not know.
//!
//! Lines stand in the order in which things ended; `seq` tells in which order they began. What cannot be written,
//! because the disk is full for instance, waits and is written as soon as it can be.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LedgerEntry;

/// Every line begins like this, so that a broken one can be told from somebody else's file.
const BEGINNING: &[u8] = br#"{"seq":"#;

/// What was found in a file when the ledger was taken up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerTakenUp {
    /// The highest number in it; entries go on after it. 0: the file is new.
    pub last_seq: u64,
    /// So many bytes of a last line that was never finished were cut off.
    pub torn: u64,
}

/// How the file does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LedgerFileState {
    /// Entries written since it was taken up.
    pub written: u64,
    /// Entries that could not be written yet.
    pub waiting: usize,
    /// What is in the way of those that wait.
    pub trouble: Option<String>,
}

/// Why a file cannot hold the ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerFileError {
    /// The file system says no.
    #[error("the ledger's file cannot be used: {0}")]
    Io(#[from] io::Error),
    /// A line is no entry; nothing was changed.
    #[error("line {0} of the ledger's file is no ledger entry; name another file")]
    Foreign(u64),
    /// Two ledgers in one file would number their entries alike.
    #[error("the ledger's file is in use by another sandbox")]
    InUse,
    /// Numbers that were given out cannot be changed any more.
    #[error("the ledger has entries already, and so has the file; name the file before anything happens")]
    Begun,
}

/// Where lines go.
pub(super) trait Medium: Send {
    /// Adds bytes at the end; after an error some of them may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Keeps only the first so many bytes.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Medium for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// Opens or makes the file and mends its end.
pub(super) fn take_up(path: &Path) -> Result<(LedgerFile, LedgerTakenUp), LedgerFileError> {
    let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(LedgerFileError::InUse),
        Err(TryLockError::Error(error)) => return Err(error.into()),
    }
    let length = file.metadata()?.len();
    let (whole, last_seq) = whole_lines(BufReader::new((&file).take(length)))?;
    if whole < length {
        file.set_len(whole)?;
        tracing::warn!(bytes = length - whole, "cut off a line of the ledger that was never finished");
    }
    Ok((LedgerFile::new(file, whole), LedgerTakenUp { last_seq, torn: length - whole }))
}

/// How many bytes are whole lines, and the highest number in them.
fn whole_lines(mut text: impl BufRead) -> Result<(u64, u64), LedgerFileError> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
    }
    let (mut whole, mut last_seq, mut line) = (0, 0, Vec::new());
    for number in 1.. {
        line.clear();
        if text.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.last() != Some(&b'\n') {
            let ours = line.starts_with(BEGINNING) || BEGINNING.starts_with(&line);
            return if ours { Ok((whole, last_seq)) } else { Err(LedgerFileError::Foreign(number)) };
        }
        let entry: Numbered = serde_json::from_slice(&line).map_err(|_| LedgerFileError::Foreign(number))?;
        last_seq = last_seq.max(entry.seq);
        whole += line.len() as u64;
    }
    Ok((whole, last_seq))
}

/// A file that takes lines.
pub(super) struct LedgerFile {
    medium: Box<dyn Medium>,
    /// The length up to which the file is whole lines.
    whole: u64,
    /// After a failed write there may be more in the file than whole lines.
    torn: bool,
    waiting: VecDeque<String>,
    state: LedgerFileState,
}

impl LedgerFile {
    pub fn new(medium: impl Medium + 'static, whole: u64) -> Self {
        let state = LedgerFileState::default();
        Self { medium: Box::new(medium), whole, torn: false, waiting: VecDeque::new(), state }
    }

    /// Writes an entry that has ended, after those that still wait.
    pub fn write(&mut self, entry: &LedgerEntry) {
        let mut line = entry.to_line();
        line.push('\n');
        self.waiting.push_back(line);
        while let Some(line) = self.waiting.pop_front() {
            if let Err(error) = self.put(&line) {
                self.waiting.push_front(line);
                self.note(&error);
                return;
            }
            self.state.written += 1;
        }
        if self.state.trouble.take().is_some() {
            tracing::info!("the ledger's file takes lines again, and nothing is missing in it");
        }
    }

    pub fn state(&self) -> LedgerFileState {
        LedgerFileState { waiting: self.waiting.len(), ..self.state.clone() }
    }

    fn put(&mut self, line: &str) -> io::Result<()> {
        if self.torn {
            self.medium.cut(self.whole)?;
        }
        self.torn = true;
        self.medium.append(line.as_bytes())?;
        self.torn = false;
        self.whole += line.len() as u64;
        Ok(())
    }

    /// Says once what is in the way.
    fn note(&mut self, error: &io::Error) {
        if self.state.trouble.is_none() {
            tracing::error!(%error, "the ledger's file takes no more lines; they wait until it does");
            self.state.trouble = Some(error.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A disk with so much room; what does not fit is written half.
    #[derive(Clone, Default)]
    struct Disk(Arc<Mutex<(Vec<u8>, usize)>>);

    impl Disk {
        fn has_room(&self, room: usize) {
            self.0.lock().unwrap().1 = room;
        }

        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().0.clone()).unwrap()
        }
    }

    impl Medium for Disk {
        fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
            let (text, room) = &mut *self.0.lock().unwrap();
            let fitting = bytes.len().min(room.saturating_sub(text.len()));
            text.extend(&bytes[..fitting]);
            if fitting < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }

        fn cut(&mut self, length: u64) -> io::Result<()> {
            self.0.lock().unwrap().0.truncate(length as usize);
            Ok(())
        }
    }

    fn entry(seq: u64) -> LedgerEntry {
        LedgerEntry { seq, ..LedgerEntry::act("U1", "press") }
    }

    #[test]
    fn what_a_full_disk_refuses_is_written_when_there_is_room() {
        let disk = Disk::default();
        let mut file = LedgerFile::new(disk.clone(), 0);
        let line = entry(1).to_line().len() + 1;
        disk.has_room(line + line / 2);
        for seq in 1..=3 {
            file.write(&entry(seq));
        }
        assert_eq!((file.state().written, file.state().waiting), (1, 2));
        assert!(file.state().trouble.is_some());
        assert!(disk.text().len() > line, "half of the second line is there");
        disk.has_room(10_000);
        file.write(&entry(4));
        assert_eq!(file.state(), LedgerFileState { written: 4, waiting: 0, trouble: None });
        let lines: Vec<_> = (1..=4).map(|seq| entry(seq).to_line()).collect();
        assert_eq!(disk.text().lines().collect::<Vec<_>>(), lines);
    }

    fn read(text: &str) -> Result<(u64, u64), LedgerFileError> {
        whole_lines(text.as_bytes())
    }

    #[test]
    fn whole_lines_are_counted_and_the_highest_number_wins() {
        let lines = "{\"seq\":3,\"a\":1}\n{\"seq\":12}\n{\"seq\":11}\n";
        assert_eq!(read(lines).unwrap(), (lines.len() as u64, 12));
        for torn in ["{", "{\"seq\":1", "{\"seq\":13,\"at\":\"2027", "{\"seq\":13}"] {
            assert_eq!(read(&format!("{lines}{torn}")).unwrap(), (lines.len() as u64, 12), "{torn}");
        }
        assert_eq!(read("").unwrap(), (0, 0));
    }

    #[test]
    fn somebody_elses_file_is_left_alone() {
        for (text, line) in [("[section]\n", 1), ("{\"seq\":1}\n\n", 2), ("{\"seq\":1}\nnote", 2), ("x", 1)] {
            assert!(matches!(read(text), Err(LedgerFileError::Foreign(found)) if found == line), "{text:?}");
        }
    }
}
