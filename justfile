# Routine tasks. `just` alone lists them.

_default:
    @just --list --unsorted

# Run everything that must hold before a change lands
[group('check')]
ci:
    .ci/run

# Run the tests
[group('check')]
test *ARGS:
    cargo test {{ARGS}}

# Check format, lints and docs
[group('check')]
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# Fuzz one target: question, sparql, tables, via or import_FORMAT (needs cargo-fuzz and a nightly toolchain)
[group('check')]
fuzz TARGET *ARGS:
    cargo +nightly fuzz run {{TARGET}} {{ARGS}}

# Fuzz all targets, or those named: so many inputs and so many seconds each, whichever takes longer; prints a table
[group('check')]
fuzz-all RUNS="100000" SECONDS="120" *TARGETS:
    python3 fuzz/all.py --runs {{RUNS}} --seconds {{SECONDS}} {{TARGETS}}

# Check licences and sources of dependencies (needs cargo-deny)
[group('check')]
deny:
    cargo deny check

# Write the generated pages again: query catalogue, help transcripts, snapshots
[group('write')]
regen:
    REGEN=1 cargo test --test it
    TRYCMD=overwrite cargo test --test it

# Measure: loading, building the view, routes, questions
[group('measure')]
bench *ARGS:
    cargo bench {{ARGS}}

# Time whole commands, start to answer (needs hyperfine)
[group('measure')]
bench-commands:
    cargo build --release
    hyperfine --warmup 3 --shell none \
        'target/release/actorgraph ask "who requested DeepSeek"' \
        'target/release/actorgraph show BYD' \
        'target/release/actorgraph path Alibaba Pentagon' \
        'target/release/actorgraph query "SELECT ?who WHERE { agid:deepseek ag:requestedBy ?who }"'

# Compare with sonic-rs, scipy, NetworKit, igraph, rustworkx, networkx and oxigraph, side by side (needs python3; an hour)
[group('measure')]
bench-peers *ARGS:
    python3 -m venv target/peers/venv
    target/peers/venv/bin/pip install --quiet --requirement benches/peers/requirements.txt
    target/peers/venv/bin/python benches/peers/imports.py target/peers
    target/peers/venv/bin/python benches/peers/compare.py target/peers {{ARGS}}

# Compare stores in RocksDB with those of pyoxigraph, 1 and 10 million statements (needs python3 and what the feature disk needs)
[group('measure')]
bench-disk *ARGS:
    python3 -m venv target/peers/venv
    target/peers/venv/bin/pip install --quiet pyoxigraph
    cargo build --release --features disk
    target/peers/venv/bin/python benches/peers/disk.py target/release/actorgraph target/peers/disk {{ARGS}}
