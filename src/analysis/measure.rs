//! One front for all measures: choose one by name, get its result.

use crate::analysis::growth::rings;
use crate::analysis::{
    AnalysisError, Communities, CommunityOptions, Groups, PageRank, PageRankOptions, Progress,
    Ring, Scale, betweenness, closeness, clustering, communities, core_numbers, cuts, degree,
    in_degree, levels, out_degree, pagerank, strong_components, weak_components,
};
use crate::view::{Heading, Network};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// How many edges touch each node.
    Degree,
    /// How many edges end at each node.
    InDegree,
    /// How many edges begin at each node.
    OutDegree,
    /// How often someone passes who follows edges at random.
    PageRank,
    /// How many shortest walks run through each node.
    Betweenness,
    /// How near each node lies to those that reach it.
    Closeness,
    /// How deep in the thick each node sits.
    Core,
    /// Which nodes hang together.
    WeakComponents,
    /// Which nodes lead to each other and back.
    StrongComponents,
    /// The nodes without which the network falls apart.
    ArticulationPoints,
    /// The ties without which the network falls apart.
    Bridges,
    /// Which parts have more ties inside than chance would put there.
    Communities,
    /// How far the neighbors of each node know each other.
    Clustering,
    /// How many nodes lie within so many steps.
    Growth,
}

impl Measure {
    /// All measures, in the order in which they are listed to users.
    pub const ALL: [Self; 14] = [
        Self::Degree,
        Self::InDegree,
        Self::OutDegree,
        Self::PageRank,
        Self::Betweenness,
        Self::Closeness,
        Self::Core,
        Self::Clustering,
        Self::WeakComponents,
        Self::StrongComponents,
        Self::Communities,
        Self::ArticulationPoints,
        Self::Bridges,
        Self::Growth,
    ];

    /// Returns the measure with this name, as [`Measure::name`] or [`Measure::aliases`] give it.
    pub fn from_name(name: &str) -> Option<Self> {
        let called = |measure: &Self| measure.name() == name || measure.aliases().contains(&name);
        Self::ALL.into_iter().find(called)
    }

    /// Returns what else it is called.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Core => &["k-core", "core-numbers"],
            Self::WeakComponents => &["components", "connected-components"],
            Self::StrongComponents => &["strongly-connected-components", "scc"],
            Self::Communities => &["leiden"],
            Self::Growth => &["neighborhood-growth", "neighbourhood-growth"],
            _ => &[],
        }
    }

    /// Returns its name: small letters and hyphens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::InDegree => "in-degree",
            Self::OutDegree => "out-degree",
            Self::PageRank => "pagerank",
            Self::Betweenness => "betweenness",
            Self::Closeness => "closeness",
            Self::Core => "core",
            Self::WeakComponents => "weak-components",
            Self::StrongComponents => "strong-components",
            Self::ArticulationPoints => "articulation-points",
            Self::Bridges => "bridges",
            Self::Communities => "communities",
            Self::Clustering => "clustering",
            Self::Growth => "growth",
        }
    }

    /// Returns what it tells, in one line.
    pub fn description(self) -> &'static str {
        match self {
            Self::Degree => "how many relations touch each thing",
            Self::InDegree => "how many relations point at each thing",
            Self::OutDegree => "how many relations leave each thing",
            Self::PageRank => "how often someone passes who follows relations at random",
            Self::Betweenness => "how many shortest routes between others run through each thing",
            Self::Closeness => "how near each thing lies to those that reach it, from 0 to 1",
            Self::Core => {
                "the largest k for which each thing has k neighbors in a group of such things"
            }
            Self::WeakComponents => "which things hang together, whichever way relations point",
            Self::StrongComponents => "which things lead to each other and back",
            Self::ArticulationPoints => "the things without which others are no longer connected",
            Self::Bridges => "the ties without which their ends are no longer connected",
            Self::Communities => "groups with more ties inside than chance would put there",
            Self::Clustering => "how far the neighbors of each thing know each other, from 0 to 1",
            Self::Growth => "how many things lie within 0, 1, 2, … steps of given ones",
        }
    }

    /// Tells whether [`Options::heading`] makes a difference.
    pub fn has_heading(self) -> bool {
        matches!(
            self,
            Self::PageRank | Self::Betweenness | Self::Closeness | Self::Clustering | Self::Growth
        )
    }

    /// Tells whether [`Options::samples`] makes a difference.
    pub fn has_samples(self) -> bool {
        matches!(self, Self::Betweenness | Self::Closeness)
    }
}

/// How to measure. Each measure looks at what concerns it.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which way edges are walked, where that makes a difference. [`Heading::Either`] makes
    /// several relations between two nodes one tie.
    pub heading: Heading,
    /// How to run PageRank.
    pub pagerank: PageRankOptions,
    /// From how many nodes betweenness and closeness are measured; `None` is from all, which is
    /// exact.
    pub samples: Option<usize>,
    /// Chooses the samples, and the order in which community search visits nodes.
    pub seed: u64,
    /// How betweenness is told.
    pub scale: Scale,
    /// How small communities are; see [`CommunityOptions::resolution`].
    pub resolution: f64,
    /// Where growth starts.
    pub starts: Vec<u32>,
}

impl Default for Options {
    /// Returns forward heading, exact measures, betweenness by pairs, and no starts.
    fn default() -> Self {
        Self {
            heading: Heading::Forward,
            pagerank: PageRankOptions::default(),
            samples: None,
            seed: 0,
            scale: Scale::default(),
            resolution: 1.0,
            starts: Vec::new(),
        }
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// A score for each node.
    Scores(Vec<f64>),
    /// A PageRank for each node.
    Ranks(PageRank),
    /// A number for each node.
    Counts(Vec<u32>),
    /// A component for each node.
    Groups(Groups),
    /// A community for each node.
    Communities(Communities),
    /// Some nodes, ascending.
    Nodes(Vec<u32>),
    /// Some ties, the smaller end first, ascending.
    Ties(Vec<(u32, u32)>),
    /// How the neighborhood of the starts grows.
    Growth {
        /// How many steps each node lies from the nearest start, or
        /// [`UNREACHED`](crate::analysis::UNREACHED).
        steps: Vec<u32>,
        /// The rings around the starts, from the inside.
        rings: Vec<Ring>,
    },
}

/// Takes a measure of a network. The same input gives the same bits, on one thread or sixteen.
///
/// ```
/// use actorgraph::analysis::{Measure, Measured, Options, measure, unwatched};
/// use actorgraph::view::Network;
///
/// // Two triangles that hang together by one tie.
/// let (from, to) = ([0, 1, 2, 2, 3, 4, 5], [1, 2, 0, 3, 4, 5, 3]);
/// let network = Network::from_edges(6, &from, &to)?;
/// let bridges = Measure::from_name("bridges").expect("there is one of this name");
/// let found = measure(&network, bridges, &Options::default(), &unwatched)?;
/// assert_eq!(found, Measured::Ties(vec![(2, 3)]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As the function of the measure; [`AnalysisError::Stopped`] if `progress` says so.
pub fn measure(
    network: &Network<'_>,
    measure: Measure,
    options: &Options,
    progress: &Progress<'_>,
) -> Result<Measured, AnalysisError> {
    let headed = || network.headed(options.heading);
    let (samples, seed) = (options.samples, options.seed);
    Ok(match measure {
        Measure::Degree => Measured::Counts(degree(network)),
        Measure::InDegree => Measured::Counts(in_degree(network)),
        Measure::OutDegree => Measured::Counts(out_degree(network)),
        Measure::PageRank => {
            // As in networkx: who stands at a loop may stay there.
            let walked = match options.heading {
                Heading::Either => network.to_undirected_with_loops(),
                heading => network.headed(heading),
            };
            Measured::Ranks(pagerank(&walked, &options.pagerank, progress)?)
        }
        Measure::Betweenness => {
            let scale = options.scale;
            let scores = betweenness(&headed(), samples, seed, scale, progress)?;
            Measured::Scores(scores)
        }
        Measure::Closeness => Measured::Scores(closeness(&headed(), samples, seed, progress)?),
        Measure::Core => Measured::Counts(core_numbers(network, progress)?),
        Measure::WeakComponents => Measured::Groups(weak_components(network, progress)?),
        Measure::StrongComponents => Measured::Groups(strong_components(network, progress)?),
        Measure::ArticulationPoints => Measured::Nodes(cuts(network, progress)?.points),
        Measure::Bridges => Measured::Ties(cuts(network, progress)?.bridges),
        Measure::Communities => {
            let options = CommunityOptions {
                resolution: options.resolution,
                seed,
                ..CommunityOptions::default()
            };
            Measured::Communities(communities(network, &options, progress)?)
        }
        Measure::Clustering => Measured::Scores(clustering(&headed(), progress)?),
        Measure::Growth => {
            let steps = levels(network, &options.starts, options.heading)?;
            let rings = rings(&steps);
            Measured::Growth { steps, rings }
        }
    })
}
