//! A disk of its own, so small that a trial can fill it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What it holds, in MiB: a database of a few hundred messages, with its log.
const SIZE: usize = 16;

pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// In memory; `None` where nobody lets us mount anything.
    pub fn mounted() -> Option<Self> {
        let disk = Self(super::new_folder());
        let size = format!("size={SIZE}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&disk.0).output();
        match mounted {
            Ok(output) if output.status.success() => Some(disk),
            Ok(_) | Err(_) => {
                println!("a disk that is really full needs the right to mount one");
                None
            }
        }
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Leaves not a byte free.
    pub fn is_full(&self) {
        let mut ballast = File::create(self.ballast()).unwrap();
        for size in [1 << 16, 1 << 8, 1] {
            while ballast.write(&vec![0; size]).is_ok_and(|written| written > 0) {}
        }
    }

    /// Somebody has cleared it up.
    pub fn has_room_again(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone =
            (Command::new("umount").arg("--lazy").arg(&self.0).output(), std::fs::remove_dir(&self.0));
    }
}
