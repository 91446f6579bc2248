// Package guest is what a screen may do that somebody elsewhere looks at, such as over SSH: many of them stand over one
// capture, on a machine that is not theirs.
//
// It promises:
//
//   - A guest never reaches the machine that segtap runs on: no editor, no file, no shell, no reading of what was given at
//     its start. Which keys these are, [segtap/ui/keymap.Reach] says; a key that it does not know is one of them.
//   - What all screens share changes by a guest only who [Guest.Writes]. Who may not is told so by each key.
//   - No two guests write the unfinished draft of one entry: it is that of the first, see [Editors].
//   - No address of the machine is shown as if it were one of the guest's, see [Guest.Reaches].
//   - What a guest changes is told, when it is done or sent off; and that write keys are shown, from when on and until when.
//
// A nil [*Guest] is no guest: the person at this machine, who may do all. It knows nothing of SSH.
package guest
