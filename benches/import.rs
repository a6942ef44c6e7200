//! Foreign files to statements, and statements to a dataset, beside what others take for less.
//!
//! `cargo bench --bench import` measures; `cargo bench --bench import -- write 1000000 FILE` writes a
//! file of so many made-up entities, to time whole commands with; `cargo bench --bench import -- rates
//! TRIPLES` measures what is compared with others side by side, for `peers/imports.py`.

#[path = "world/entities.rs"]
mod entities;

use actorgraph::Day;
use actorgraph::import::{Input, Past, Settings, Straight, Target, read_document};
use actorgraph::store::{Builder, Pack};
use divan::{Bencher, black_box};
use oxrdf::Quad;
use rayon::prelude::*;
use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// How many entities the measured file has.
const COUNT: u64 = 200_000;

fn main() {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if let [verb, count, path] = words.as_slice()
        && verb == "write"
    {
        write(
            count.parse().expect("a number of entities"),
            Path::new(path),
        );
        return;
    }
    if let [verb, triples] = words.as_slice()
        && verb == "rates"
    {
        rates(Path::new(triples));
        return;
    }
    divan::main();
}

/// Prints what each task takes: its name, how much there was of it, and seconds, a median of rounds
/// in which all tasks take their turn.
#[expect(clippy::print_stdout, reason = "a program of its own")]
fn rates(triples: &Path) {
    const ROUNDS: usize = 3;
    let entities = env::temp_dir().join("actorgraph-bench-1000000.ftm.json");
    write(1_000_000, &entities);
    let hundred = env::temp_dir().join("actorgraph-bench-100000.ftm.json");
    write(100_000, &hundred);
    let size = |path: &Path| fs::metadata(path).map_or(0, |about| about.len());
    let pack = |path: &Path| {
        let mut builder = Builder::default();
        read_file(path, &mut Target::Claims(&mut builder));
        drop(black_box(builder.finish().expect("not too large")));
    };
    let lines = fs::read(triples).expect("readable");
    let lines = lines.iter().filter(|byte| **byte == b'\n').count() as u64;
    let written = env::temp_dir().join("actorgraph-bench.nq");
    let tasks: [(&str, u64, &dyn Fn()); 7] = [
        ("sonic-rs", 1_000_000, &|| parse(&entities, 1_000_000)),
        ("map", 1_000_000, &|| {
            read_file(&entities, &mut Target::Nowhere);
        }),
        ("oxigraph-insert", quads().len() as u64, &insert),
        ("memory", quads().len() as u64, &|| pack(file())),
        ("n-quads", 100_000, &|| {
            let out = File::create(&written).expect("a file that can be written");
            let mut out = Straight::new(out);
            read_file(&hundred, &mut Target::Quads(&mut out));
            out.finish().expect("written");
        }),
        ("n-triples", lines, &|| pack(triples)),
        ("xml", size(list()), &|| {
            read_file(list(), &mut Target::Nowhere);
        }),
    ];
    let mut taken: Vec<Vec<Duration>> = tasks.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        for ((_, _, run), taken) in tasks.iter().zip(&mut taken) {
            let begin = Instant::now();
            run();
            taken.push(begin.elapsed());
        }
    }
    for ((name, amount, _), mut taken) in tasks.iter().zip(taken) {
        taken.sort();
        println!("{name} {amount} {:.3}", taken[ROUNDS / 2].as_secs_f64());
    }
}

fn write(count: u64, path: &Path) {
    let mut out = BufWriter::new(File::create(path).expect("a file that can be written"));
    entities::write(count, &mut out)
        .and_then(|()| out.flush())
        .expect("written");
}

/// A file of made-up entities.
fn file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = env::temp_dir().join(format!("actorgraph-bench-{COUNT}.ftm.json"));
        write(COUNT, &path);
        path
    })
}

/// A file of the statements of these entities in N-Triples.
fn triples() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let path = env::temp_dir().join(format!("actorgraph-bench-{COUNT}.nt"));
        let mut out = BufWriter::new(File::create(&path).expect("a file that can be written"));
        for quad in quads() {
            writeln!(out, "{} {} {} .", quad.subject, quad.predicate, quad.object)
                .expect("written");
        }
        out.flush().expect("written");
        path
    })
}

/// A list of sanctions in OFAC's advanced XML, of the size of the published one: the parties of a small
/// list again and again under other numbers.
fn list() -> &'static Path {
    const SIZE: usize = 100_000_000;
    let small = include_str!("../tests/cases/import/ofac-advanced/in/sdn_advanced.xml");
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let part = |begin: &str, end: &str| {
            let begin = small.find(begin).expect("a section") + begin.len();
            begin..small.find(end).expect("its end")
        };
        let parties = part("<DistinctParties>", "</DistinctParties>");
        let entries = part("<SanctionsEntries>", "</SanctionsEntries>");
        let copies = SIZE / (parties.len() + entries.len());
        let path = env::temp_dir().join("actorgraph-bench-sdn_advanced.xml");
        let mut out = BufWriter::new(File::create(&path).expect("a file that can be written"));
        let mut write = |text: &str| out.write_all(text.as_bytes()).expect("written");
        write(&small[..parties.start]);
        let again = |part: Range<usize>, write: &mut dyn FnMut(&str)| {
            for copy in 0..copies {
                write(&small[part.clone()].replace("99000", &format!("{}", 99_000 + copy)));
            }
        };
        again(parties.clone(), &mut write);
        write(&small[parties.end..entries.start]);
        again(entries.clone(), &mut write);
        write(&small[entries.end..]);
        out.flush().expect("written");
        path
    })
}

fn read(target: &mut Target<'_>) -> usize {
    read_file(file(), target)
}

fn read_file(file: &Path, target: &mut Target<'_>) -> usize {
    let settings = Settings::new(Day::constant(2026, 8, 1));
    let input = Input::File(file.to_owned());
    let go_on = |_| ControlFlow::Continue(());
    let read = read_document(&input, &settings, &mut Past::default(), target, &go_on);
    read.expect("the file is sound").statements
}

/// The statements of the file, ready in memory.
fn quads() -> &'static [Quad] {
    static QUADS: OnceLock<Vec<Quad>> = OnceLock::new();
    QUADS.get_or_init(|| {
        let mut text = Vec::new();
        read(&mut Target::Quads(&mut text));
        let parser = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NQuads);
        parser
            .for_slice(&text)
            .map(|quad| quad.expect("well-formed"))
            .collect()
    })
}

/// What another parser takes to make a tree of each record, on the same threads.
#[divan::bench(sample_count = 10)]
fn parsed_by_sonic_rs(bencher: Bencher<'_, '_>) {
    let path = file();
    bencher.bench_local(|| parse(path, COUNT));
}

fn parse(path: &Path, count: u64) {
    let bytes = fs::read(path).expect("readable");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let parsed = lines.par_chunks(2048).map(|lines| {
        let parse = |line: &&[u8]| sonic_rs::from_slice::<sonic_rs::Value>(line).is_ok();
        lines.iter().filter(|line| black_box(parse(line))).count()
    });
    assert_eq!(parsed.sum::<usize>() as u64, count);
}

/// Read and stated, and left at that: `import --dry-run`.
#[divan::bench(sample_count = 10)]
fn read_and_mapped(bencher: Bencher<'_, '_>) {
    file();
    bencher.bench_local(|| read(&mut Target::Nowhere));
}

/// Written as N-Quads: `import --to`.
#[divan::bench(sample_count = 10)]
fn written_as_n_quads(bencher: Bencher<'_, '_>) {
    file();
    bencher.bench_local(|| {
        let mut text = Vec::new();
        read(&mut Target::Quads(&mut text));
        text.len()
    });
}

/// Read, stated, and made a dataset.
#[divan::bench(sample_count = 3)]
fn into_memory(bencher: Bencher<'_, '_>) {
    file();
    bencher.bench_local(|| -> Pack {
        let mut builder = Builder::default();
        read(&mut Target::Claims(&mut builder));
        builder.finish().expect("not too large")
    });
}

/// The same statements, which lie ready, made a dataset.
#[divan::bench(sample_count = 3)]
fn ready_statements_into_memory(bencher: Bencher<'_, '_>) {
    let quads = quads();
    bencher.bench_local(|| -> Pack {
        let mut builder = Builder::default();
        for quad in quads {
            builder.claim(quad).expect("not too large");
        }
        builder.finish().expect("not too large")
    });
}

/// The same statements, which lie ready, inserted into oxigraph's store in one transaction.
#[divan::bench(sample_count = 3)]
fn ready_statements_into_oxigraph(bencher: Bencher<'_, '_>) {
    quads();
    bencher.bench_local(insert);
}

fn insert() {
    let store = oxigraph::store::Store::new().expect("a store in memory");
    let mut transaction = store.start_transaction().expect("nobody else writes");
    transaction.extend(quads());
    transaction.commit().expect("room in memory");
    drop(black_box(store));
}

/// N-Triples read and made a dataset.
#[divan::bench(sample_count = 3)]
fn n_triples_into_memory(bencher: Bencher<'_, '_>) {
    triples();
    bencher.bench_local(|| -> Pack {
        let mut builder = Builder::default();
        read_file(triples(), &mut Target::Claims(&mut builder));
        builder.finish().expect("not too large")
    });
}

/// 100 MB of OFAC's advanced XML, read and stated.
#[divan::bench(sample_count = 5)]
fn list_in_xml_read_and_mapped(bencher: Bencher<'_, '_>) {
    list();
    bencher.bench_local(|| read_file(list(), &mut Target::Nowhere));
}
