// Package delivery taps calls on real sockets, from X1 and packets to the agency's files: the point of interception (role/probe) in the
// test's process, mediation with its spool as one child process and the agency's twin as another. It kills the children and cuts the
// links under load, lets an authority end with everything down, and looks for what was tapped where it must not be.
//
// Start at kill_test.go. The long run is `make soak`.
package delivery
