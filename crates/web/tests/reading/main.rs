//! The pages as readers and their programs meet them: over a store with a few articles, through the router that the
//! server serves with, and over a socket where that is the point.
#![allow(clippy::unwrap_used)] // a failed unwrap is a failed test

mod access;
mod adding;
mod api;
mod asking;
mod covering;
mod drafting;
mod formats;
mod hooks;
mod hostile;
mod hubs;
mod lists;
mod live;
mod newcomers;
mod pages;
mod people;
mod providing;
mod routes;
mod samples;
mod searching;
mod serving;
mod sharing;
mod stories;
mod tongues;
mod tools;
mod tracing;
mod triage;
mod verifying;
