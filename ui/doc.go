// Package ui is what people see: the Bubble Tea program that shows a store of
// captured messages beside the LaunchDarkly events they become.
//
// It promises:
//
//   - The screen never waits: reading a message, searching and sending run in
//     commands; Update only routes and changes state, and state changes nowhere
//     else.
//   - Only what is visible is rendered, so that the cost of a frame does not
//     depend on how many entries there are.
//   - Everything that came from outside is shown with its control characters
//     escaped.
//   - Nothing is sent anywhere without a key that says so, and nothing leaves
//     the machine without a yes to the exact request.
//   - All that is shown of an entry comes from one judgement of it.
//   - What has to be said hides nothing: it has lines of its own.
//   - No state is told by colour alone, and a key that does nothing says why.
//
// It never touches the network or a file itself; it calls package capture. The one
// exception are the drafts that an editor outside gets: none of them is left.
package ui
