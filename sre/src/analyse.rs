//! What can be known about a program before it runs: what each piece may begin with, and how to find the places
//! where a match may start.
//!
//! Everything here is an upper bound. A bound that is too wide costs time, never an answer.

use crate::chars::Bits;
use crate::charset::First;
use crate::codes::At;
use crate::program::{Inst, Item, Program};
use crate::search::{Plan, WINDOW, Window};

/// Pieces with more ways in than this are not analysed.
const MAX_STATES: usize = 48;

/// Fills in the bounds and the search plan of a freshly translated program.
pub(crate) fn complete(program: &mut Program) {
    for pc in 0..program.insts.len() {
        match program.insts[pc] {
            Inst::RepMax(i) | Inst::RepMin(i) | Inst::RepPossessive(i) => {
                let tail = first(program, pc as u32 + 1);
                let (bits, high) = item_bounds(program, program.reps[i as usize].item);
                let rep = &mut program.reps[i as usize];
                rep.tail = tail;
                rep.firm8 = !tail.is_anything() && tail.bits.and(bits).is_empty();
                rep.firm = rep.firm8 && !(high && tail.high);
            }
            Inst::Branch { first: from, end } => {
                for i in from as usize..end as usize {
                    program.alts[i].first = first(program, program.alts[i].pc);
                }
            }
            Inst::Loop(i) | Inst::Possessive(i) => {
                let (body, tail) = (program.loops[i as usize].body, program.loops[i as usize].tail);
                program.loops[i as usize].body_first = first(program, body);
                program.loops[i as usize].tail_first = first(program, tail);
            }
            _ => {}
        }
    }
    program.lead = lead(program);
    program.plan = plan(program);
}

/// The characters an item matches: Latin-1 ones, and whether there may be others.
fn item_bounds(program: &Program, item: Item) -> (Bits, bool) {
    let mut bits = Bits::ALL;
    match item {
        Item::Any => bits.remove(b'\n'),
        Item::AnyAll | Item::Local(_) => {}
        Item::Lit(c) => return u8::try_from(c).map_or((Bits::NONE, true), |c| (Bits::one(c), false)),
        Item::NotLit(c) => {
            if let Ok(c) = u8::try_from(c) {
                bits.remove(c);
            }
        }
        Item::Set(i) => {
            let set = &program.sets[i as usize];
            return (set.bits, set.may_have_high());
        }
    }
    (bits, true)
}

/// A position in the program inside which `done` characters of a run or repeat are already matched.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    pc: u32,
    done: usize,
}

/// One step of the simulation: what may come next, and where that leads.
struct Step {
    first: First,
    next: Vec<State>,
}

/// What the piece at `pc` may begin with.
fn first(program: &Program, pc: u32) -> First {
    match step(program, vec![State { pc, done: 0 }], Commits::InsideOnly) {
        Some(step) => step.first,
        None => First::ANYTHING,
    }
}

/// What a walk does at the end of an atomic piece, where the choices made in it become final.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commits {
    /// Goes on: the walk has seen all of the piece.
    Any,
    /// Goes on only if the walk began before the piece. From inside it, what follows the end must not influence
    /// which choice is made.
    InsideOnly,
}

/// Follows every way out of `states` up to the next character; `None` if something may match without one.
fn step(program: &Program, mut states: Vec<State>, commits: Commits) -> Option<Step> {
    let mut out = Step { first: First::NOTHING, next: Vec::new() };
    let mut entered = Vec::new();
    let mut i = 0;
    while i < states.len() {
        if states.len() > MAX_STATES {
            return None;
        }
        let State { pc, done } = states[i];
        i += 1;
        let mut follow = |pc: u32| {
            let state = State { pc, done: 0 };
            if !states.contains(&state) {
                states.push(state);
            }
        };
        let item = match program.insts[pc as usize] {
            Inst::Fail => continue,
            Inst::Any => Item::Any,
            Inst::AnyAll => Item::AnyAll,
            Inst::Lit(c) => Item::Lit(c),
            Inst::NotLit(c) => Item::NotLit(c),
            Inst::Set(i) => Item::Set(i),
            Inst::Local(i) => Item::Local(i),
            Inst::Str { at, len } => {
                out.first.add_unit(program.literals[at as usize + done]);
                let next = if done + 1 == len as usize { (pc + 1, 0) } else { (pc, done + 1) };
                out.add_next(next.0, next.1);
                continue;
            }
            Inst::RepMax(i) | Inst::RepMin(i) | Inst::RepPossessive(i) => {
                let rep = &program.reps[i as usize];
                if done >= rep.min {
                    follow(pc + 1);
                }
                if done < rep.max {
                    let (bits, high) = item_bounds(program, rep.item);
                    out.first.add(bits, high);
                    // beyond the least number it makes no difference how many there were, unless there is a limit
                    let counted = if rep.max == usize::MAX { rep.min } else { rep.max };
                    out.add_next(pc, (done + 1).min(counted));
                }
                continue;
            }
            Inst::At(At::End | At::EndLine) => {
                out.first.bits.add(b'\n');
                out.first.end = true;
                out.add_next(pc, 0);
                continue;
            }
            Inst::At(At::EndString) => {
                out.first.end = true;
                continue;
            }
            Inst::At(_) | Inst::Mark(_) => {
                follow(pc + 1);
                continue;
            }
            Inst::Atomic(slot) => {
                entered.push(slot);
                follow(pc + 1);
                continue;
            }
            Inst::AtomicEnd(slot) => {
                if commits == Commits::InsideOnly && !entered.contains(&slot) {
                    return None;
                }
                follow(pc + 1);
                continue;
            }
            Inst::Jump(to) => {
                follow(to);
                continue;
            }
            Inst::Branch { first, end } => {
                program.alts[first as usize..end as usize].iter().for_each(|alt| follow(alt.pc));
                continue;
            }
            Inst::GroupExists { otherwise, .. } => {
                follow(pc + 1);
                follow(otherwise);
                continue;
            }
            Inst::Assert(i) | Inst::AssertNot(i) => {
                follow(program.asserts[i as usize].then);
                continue;
            }
            Inst::Loop(i) | Inst::Possessive(i) => {
                let l = &program.loops[i as usize];
                entered.push(l.slots);
                if l.max > 0 {
                    follow(l.body);
                }
                if l.min == 0 {
                    follow(l.tail);
                }
                continue;
            }
            Inst::UntilMax(i) | Inst::UntilMin(i) | Inst::PossessiveEnd(i) => {
                let l = &program.loops[i as usize];
                let possessive = matches!(program.insts[pc as usize], Inst::PossessiveEnd(_));
                if possessive && commits == Commits::InsideOnly && !entered.contains(&l.slots) {
                    return None;
                }
                follow(l.body);
                follow(l.tail);
                continue;
            }
            Inst::Success | Inst::GroupRef { .. } | Inst::AssertEnd(_) | Inst::AssertNotEnd(_) => return None,
        };
        let (bits, high) = item_bounds(program, item);
        out.first.add(bits, high);
        out.add_next(pc + 1, 0);
    }
    Some(out)
}

impl Step {
    fn add_next(&mut self, pc: u32, done: usize) {
        let state = State { pc, done };
        if !self.next.contains(&state) {
            self.next.push(state);
        }
    }
}

/// Bounds of the first characters of a match, as many as every match has and the analysis can follow.
fn window(program: &Program) -> Vec<First> {
    let mut window = Vec::new();
    let mut states = vec![State { pc: 0, done: 0 }];
    while window.len() < WINDOW.min(program.min_width) {
        match step(program, states, Commits::Any) {
            // a way that may end here contributes no character, so the bound would be wrong
            Some(step) if !step.first.end => {
                window.push(step.first);
                states = step.next;
            }
            _ => break,
        }
    }
    window
}

/// The literal text every match begins with.
fn prefix(program: &Program, window: &[First]) -> Vec<u8> {
    let mut pc = 0;
    while let Inst::Mark(_) = program.insts[pc] {
        pc += 1;
    }
    if let Inst::Str { at, len } = program.insts[pc] {
        let run = &program.literals[at as usize..(at + len) as usize];
        if let Ok(bytes) = run.iter().map(|&c| u8::try_from(c)).collect() {
            return bytes;
        }
    }
    window.iter().map_while(First::single).collect()
}

fn plan(program: &Program) -> Plan {
    let mut pc = 0;
    while let Inst::Mark(_) = program.insts[pc] {
        pc += 1;
    }
    match program.insts[pc] {
        Inst::At(At::Beginning | At::BeginningString) => return Plan::AtStart,
        Inst::At(At::BeginningLine) => return Plan::LineStart,
        _ => {}
    }
    let mut window = window(program);
    let prefix = prefix(program, &window);
    if prefix.len() >= 2 {
        return Plan::literal(prefix, Window::new(&window));
    }
    // bounds that exclude little are not worth looking at
    while window.last().is_some_and(|f| commonness(f) > 0.8) {
        window.pop();
    }
    let Some(&first) = window.first() else {
        return Plan::Every;
    };
    let members: Vec<u8> = first.bits.iter().collect();
    let rest = window[1..].iter().map(commonness).product::<f64>();
    let alone = window.len() == 1 || rest > 0.5;
    match members[..] {
        [c] if !first.high && (alone || is_rare(c)) => Plan::Unit(c),
        [a, b] if !first.high && (alone || is_rare(a) && is_rare(b)) => Plan::Units(a, b),
        _ if alone => Plan::First(first),
        _ => Plan::Window(Box::new(Window::new(&window))),
    }
}

/// A rough share of ordinary text that a bound lets pass.
fn commonness(first: &First) -> f64 {
    let share = |c: u8| match c {
        b' ' => 15.0,
        b'a'..=b'z' => 2.6,
        b'A'..=b'Z' | b'0'..=b'9' => 0.5,
        b'\n' => 2.0,
        0x21..=0x7e => 0.3,
        _ => 0.01,
    };
    first.bits.iter().map(share).sum::<f64>() / 115.0
}

fn is_rare(c: u8) -> bool {
    !c.is_ascii_lowercase() && c != b' '
}

/// A match that begins with an unlimited repeat of one item, tried at the first unit of a run and failed, fails
/// everywhere in that run: what follows the repeat has already been tried at all the places it could reach from
/// there. A reference to a group would see the difference, so a program with one has no lead.
fn lead(program: &Program) -> Option<u32> {
    let refers = |inst: &Inst| matches!(inst, Inst::GroupRef { .. } | Inst::GroupExists { .. });
    if program.insts.iter().any(refers) {
        return None;
    }
    let leading = program.insts.iter().find(|inst| !matches!(inst, Inst::Mark(_)))?;
    match *leading {
        Inst::RepMax(i) | Inst::RepMin(i) | Inst::RepPossessive(i)
            if program.reps[i as usize].max == usize::MAX && program.reps[i as usize].min <= 1 =>
        {
            Some(i)
        }
        _ => None,
    }
}
