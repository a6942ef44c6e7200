//! x
use actorgraph::*;
use std::time::Instant;
fn main() {
    let t = Instant::now();
    let s = builtin::builtin(jiff::civil::date(2026, 11, 22)).unwrap();
    let s = match std::env::var("SRC") {
        Ok(x) => s
            .scoped(model::Scope::as_of(jiff::civil::date(2026, 11, 22)).with_source(x))
            .unwrap(),
        _ => s,
    };
    let lex = ontology::Lexicon::parse(include_str!("../ontology/lexicon.en.ttl")).unwrap();
    eprintln!("open {:?}", t.elapsed());
    let t = Instant::now();
    let linker = resolve::Linker::new(&s);
    eprintln!("linker {:?}", t.elapsed());
    let asker = ask::Asker::new(&s, &linker, &lex);
    for q in std::env::args().skip(1) {
        let t = Instant::now();
        let a = asker.ask(&q).unwrap();
        println!(
            "Q: {q}\n  [{:?} {:?} {:?} {:?}] {}\n  read: {} (cost {:?}, {} readings, {} evidence) {:?}",
            a.outcome,
            a.kind,
            a.boolean,
            a.count,
            a.text,
            a.interpretation,
            a.readings.first().map(|r| r.cost),
            a.readings.len(),
            a.evidence.len(),
            t.elapsed()
        );
        for c in a.caveats.iter().take(3) {
            println!("  caveat: {c}");
        }
        if !a.suggestions.is_empty() {
            println!("  try: {:?}", a.suggestions);
        }
        if std::env::var("V").is_ok() {
            println!("{}", a.sparql);
            for r in a.readings.iter().take(4) {
                println!("   {} {:?}", r.cost, r.plan);
            }
        }
    }
}
