//! Migrations are compiled in; a new file in their folders must lead to a new build.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
