//! The attribute protocol: how `object.name` is found, set and deleted, and what inline caches may assume about it.
//!
//! ```text
//!   lookup    name in the MRO of a class, through the global method cache
//!   maps      where an instance's own attributes lie
//!   bind      descriptors: from a value found in a class to the attribute's value
//!   get, set  the protocol itself, by kind of object: instance, class, module, super
//!   sites     what an inline cache may remember
//!   shared    the table for sites that see many shapes
//!   versions  what happens when a class changes
//! ```
//!
//! A step that needs Python ends in a [`Tail::Call`](crate::natives::Tail).

pub(crate) mod bind;
pub mod errors;
mod get;
mod lookup;
pub(crate) mod maps;
mod set;
pub(crate) mod shared;
mod sites;
mod versions;

pub use sites::{AttrSite, StoreSite};
