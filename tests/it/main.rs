//! All tests of the program from outside, in one binary.

mod cases;
