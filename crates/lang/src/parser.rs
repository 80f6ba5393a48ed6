//! The tree: arc-eager transitions, taken greedily, then heads of raised words put back and sentences cut.

use crate::error::LoadError;
use crate::head::{Head, HeadScratch, Names};
use crate::kernel::Kernel;
use crate::labels::Dep;
use crate::store::Store;

const FEATURES: usize = 8;
const WIDE: usize = 112;

/// Moves in the numbering of the weights.
const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;

const NONE: u32 = u32::MAX;

/// A relation; one that was raised to keep the tree projective also names the relation of its true head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    dep: Dep,
    raised_from: Option<Dep>,
}

/// Weights and actions.
#[derive(Debug)]
pub(crate) struct Parser {
    pub(crate) head: Head,
    actions: Vec<(u8, Label)>,
}

/// State and result of one text.
#[derive(Debug, Default)]
pub(crate) struct ParserScratch {
    pub(crate) rows: HeadScratch,
    stack: Vec<u32>,
    /// Words put back in front of the buffer, the first at the end.
    returned: Vec<u32>,
    next: u32,
    n: u32,
    may_not_return: Vec<bool>,
    starts: Vec<bool>,
    /// Latest child to either side, and the child that was latest before a child came.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    before: Vec<u32>,
    /// Head of each token; itself for a root.
    pub(crate) heads: Vec<u32>,
    labels: Vec<Label>,
    /// Relation of each token.
    pub(crate) deps: Vec<Dep>,
    left_edge: Vec<u32>,
    right_edge: Vec<u32>,
    /// Whether a sentence begins at the token.
    pub(crate) sentence_start: Vec<bool>,
    queue: Vec<u32>,
    children: Vec<Vec<u32>>,
}

impl Parser {
    pub(crate) fn read(store: &Store) -> Result<Self, LoadError> {
        let names = Names {
            lower: ["p.lower.w", "p.lower.b"],
            affine: ["p.affine.w", "p.affine.b", "p.affine.pad"],
            upper: ["p.upper.w", "p.upper.b"],
            actions: "p.actions",
        };
        let head = Head::read::<FEATURES, WIDE>(store, &names)?;
        let dep = |l: &str| Dep::from_label(l).ok_or(LoadError::Damaged("p.actions"));
        let label = |l: &str| match l.split_once("||") {
            Some((l, from)) => Ok(Label { dep: dep(l)?, raised_from: Some(dep(from)?) }),
            None if l.is_empty() => Ok(Label { dep: Dep::Root, raised_from: None }),
            None => Ok(Label { dep: dep(l)?, raised_from: None }),
        };
        let actions = head.actions.iter().map(|(m, l)| Ok((*m, label(l)?))).collect::<Result<Vec<_>, LoadError>>()?;
        let moves = [SHIFT, REDUCE, LEFT, RIGHT, BREAK];
        if !moves.iter().all(|m| actions.iter().any(|a| a.0 == *m)) || actions.iter().any(|a| a.0 > BREAK) {
            return Err(LoadError::Damaged("p.actions"));
        }
        Ok(Self { head, actions })
    }

    /// Parses a text of `n` tokens that have been fed to the classifier. `is_space` says which are white space.
    pub(crate) fn run(
        &self,
        store: &Store,
        kernel: Kernel,
        n: usize,
        is_space: impl Fn(usize) -> bool,
        s: &mut ParserScratch,
    ) {
        s.begin(n);
        let mut scores = [0f32; WIDE];
        while !s.stack.is_empty() || s.buffered() > 0 {
            self.head.score::<FEATURES, WIDE>(store, kernel, s.features(), &mut s.rows, &mut scores);
            let valid = s.valid();
            let mut best = None;
            let mut most = f32::NEG_INFINITY;
            for (&(action, label), &score) in self.actions.iter().zip(&scores) {
                if valid[action as usize] && (score > most || best.is_none()) {
                    (best, most) = (Some((action, label)), score);
                }
            }
            let Some((action, label)) = best else { break };
            s.take(action, label);
        }
        for i in 0..n {
            if s.heads[i] == NONE || s.heads[i] as usize == i {
                s.heads[i] = i as u32;
                s.labels[i] = Label { dep: Dep::Root, raised_from: None };
            }
        }
        s.find_edges();
        if s.labels.iter().any(|l| l.raised_from.is_some()) {
            s.lower_raised(&is_space);
            s.find_edges();
        }
        s.deps.clear();
        s.deps.extend(s.labels.iter().map(|l| l.dep));
    }
}

impl ParserScratch {
    fn begin(&mut self, n: usize) {
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        self.n = n as u32;
        let fill = |v: &mut Vec<u32>| {
            v.clear();
            v.resize(n, NONE);
        };
        fill(&mut self.last_left);
        fill(&mut self.last_right);
        fill(&mut self.before);
        fill(&mut self.heads);
        self.may_not_return.clear();
        self.may_not_return.resize(n, false);
        self.starts.clear();
        self.starts.resize(n, false);
        self.labels.clear();
        self.labels.resize(n, Label { dep: Dep::Root, raised_from: None });
    }

    fn buffered(&self) -> usize {
        (self.n - self.next) as usize + self.returned.len()
    }

    /// Word `i` of the buffer.
    fn buffer(&self, i: usize) -> Option<u32> {
        if i < self.returned.len() {
            return Some(self.returned[self.returned.len() - 1 - i]);
        }
        let at = self.next as usize + i - self.returned.len();
        (at < self.n as usize).then_some(at as u32)
    }

    /// Word `i` of the stack, from the top.
    fn stacked(&self, i: usize) -> Option<u32> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    fn features(&self) -> [Option<u32>; FEATURES] {
        let latest = |of: Option<u32>, list: &[u32]| of.map(|w| list[w as usize]).filter(|&c| c != NONE);
        let (b0, s0) = (self.buffer(0), self.stacked(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stacked(1),
            self.stacked(2),
            latest(b0, &self.last_left),
            latest(s0, &self.last_left),
            latest(s0, &self.last_right),
        ]
    }

    /// Which moves may be made.
    fn valid(&self) -> [bool; 5] {
        let stack = !self.stack.is_empty();
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let at_start = b0.is_some_and(|b| self.starts[b as usize]);
        let arc = stack && b0.is_some() && !at_start;
        [
            !stack || b1.is_some() && !at_start && b0.is_some_and(|b| !self.may_not_return[b as usize]),
            stack,
            arc,
            arc,
            matches!((b0, b1), (Some(b0), Some(b1)) if b1 == b0 + 1 && !self.starts[b1 as usize]),
        ]
    }

    fn take(&mut self, action: u8, label: Label) {
        let (b0, s0) = (self.buffer(0), self.stacked(0));
        match (action, s0, b0) {
            (SHIFT, _, Some(_)) => self.push(),
            (REDUCE, Some(s0), _) => {
                self.stack.pop();
                // A word without head goes back, unless it is the last: then it is a root.
                if self.heads[s0 as usize] == NONE && !self.stack.is_empty() {
                    self.may_not_return[s0 as usize] = true;
                    self.returned.push(s0);
                }
            }
            (LEFT, Some(s0), Some(b0)) => {
                self.add_arc(b0, s0, label);
                self.may_not_return[b0 as usize] = false;
                self.stack.pop();
            }
            (RIGHT, Some(s0), Some(b0)) => {
                self.add_arc(s0, b0, label);
                self.push();
            }
            (BREAK, ..) => {
                if let Some(b1) = self.buffer(1) {
                    self.starts[b1 as usize] = true;
                }
            }
            _ => {}
        }
    }

    fn push(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    fn add_arc(&mut self, head: u32, child: u32, label: Label) {
        let old = self.heads[child as usize];
        if old != NONE {
            let list = if old > child { &mut self.last_left } else { &mut self.last_right };
            // A word that gets another head is the latest child of its old one.
            if list[old as usize] == child {
                list[old as usize] = self.before[child as usize];
            }
        }
        let list = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.before[child as usize] = list[head as usize];
        list[head as usize] = child;
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }

    /// Edges of subtrees and starts of sentences. A tree that is not projective needs several passes, of which
    /// spaCy makes no more than twelve.
    fn find_edges(&mut self) {
        let n = self.heads.len();
        self.left_edge.clear();
        self.left_edge.extend(0..n as u32);
        self.right_edge.clear();
        self.right_edge.extend(0..n as u32);
        for _ in 0..12 {
            for i in 0..n {
                self.widen_head(i);
            }
            for i in (0..n).rev() {
                self.widen_head(i);
            }
            self.sentence_start.clear();
            self.sentence_start.resize(n, false);
            for i in 0..n {
                if self.heads[i] as usize == i {
                    self.sentence_start[self.left_edge[i] as usize] = true;
                }
            }
            if self.heads_stay_within_sentences() {
                break;
            }
        }
    }

    fn widen_head(&mut self, i: usize) {
        let h = self.heads[i] as usize;
        self.left_edge[h] = self.left_edge[h].min(self.left_edge[i]);
        self.right_edge[h] = self.right_edge[h].max(self.right_edge[i]);
    }

    fn heads_stay_within_sentences(&self) -> bool {
        let n = self.heads.len();
        let mut start = 0;
        for i in 0..n {
            if i > 0 && self.sentence_start[i] || i + 1 == n {
                if (start..i).any(|j| (self.heads[j] as usize) < start || self.heads[j] as usize > i) {
                    return false;
                }
                start = i;
            }
        }
        true
    }

    /// Hangs words that were raised below the word they belong to: the first one under their present head, level by
    /// level and from left to right, whose relation is the one remembered.
    fn lower_raised(&mut self, is_space: &impl Fn(usize) -> bool) {
        let n = self.heads.len();
        let mut children = std::mem::take(&mut self.children);
        children.iter_mut().for_each(Vec::clear);
        children.resize_with(children.len().max(n), Vec::new);
        for i in 0..n {
            if self.heads[i] as usize != i {
                children[self.heads[i] as usize].push(i as u32);
            }
        }
        for i in 0..n {
            let Some(wanted) = self.labels[i].raised_from else { continue };
            let wanted = Label { dep: wanted, raised_from: None };
            self.queue.clear();
            self.queue.push(self.heads[i]);
            let mut at = 0;
            let mut found = None;
            'search: while at < self.queue.len() {
                let w = self.queue[at] as usize;
                at += 1;
                for &c in &children[w] {
                    if is_space(c as usize) || c as usize == i {
                        continue;
                    }
                    if self.labels[c as usize] == wanted {
                        found = Some(c);
                        break 'search;
                    }
                    self.queue.push(c);
                }
            }
            self.labels[i].raised_from = None;
            if let Some(new) = found {
                let old = self.heads[i] as usize;
                children[old].retain(|&c| c as usize != i);
                // A word sees only those children that lie within the edges it had before.
                let new_at = new as usize;
                if (self.left_edge[new_at]..=self.right_edge[new_at]).contains(&(i as u32)) {
                    let at = children[new_at].partition_point(|&c| (c as usize) < i);
                    children[new_at].insert(at, i as u32);
                }
                self.heads[i] = new;
            }
        }
        self.children = children;
    }
}
