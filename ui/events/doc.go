// Package events is the Events screen: the list of captured entries, and beside it the selected one, its Segment message
// next to the custom event that it becomes, with its gates and problems. Before the first entry it says how an SDK is
// pointed here.
//
// It promises:
//
//   - All that is shown of an entry comes from one judgement of it; while another judge is being asked, it says so.
//   - Entries are read, searched and marked by commands; nothing here waits.
//   - [Screen.View] draws from what the last change has left, and asks no store. What stands under the panes is rendered
//     once for an entry, a selected problem and a width.
//
// It sends nothing and edits nothing: the shell opens the dialogs that do.
package events
