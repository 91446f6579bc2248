// Package ui is what people see: the Bubble Tea program that shows a store of captured messages beside the LaunchDarkly
// events they become. Here is its shell: the one model, which routes what happens to the open screen (packages events and
// metrics) or to the dialog over it (package dialog), and draws the header and the footer around them.
//
// It promises:
//
//   - The screen never waits: reading a message, searching and sending run in commands. What is shown changes in Update
//     alone, by the messages that they bring back.
//   - Only what is visible is rendered, so that the cost of a frame does not depend on how many entries there are; and
//     View draws from what the last update has left: it asks no store and takes no lock.
//   - Everything that came from outside is shown with its control characters escaped.
//   - Nothing is sent anywhere without a key that says so, and nothing leaves the machine without a yes to the exact
//     request.
//   - All that is shown of an entry comes from one judgement of it.
//   - What has to be said hides nothing: it has lines of its own.
//   - No state is told by colour alone, and a key that does nothing says why.
//
// Of files it touches only the drafts that an editor outside gets: none of them is left. All else, the network too, is
// done by the packages of capture.
package ui
