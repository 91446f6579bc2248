// Package gitignore says of the entries of a directory which of them git ignores.
//
// It promises to say what `git check-ignore --no-index` says, of every entry whose
// directory is not ignored itself: by the .gitignore files of the directory and of those
// above it up to the repository's root, then by info/exclude of the repository, the last
// pattern that fits deciding. A repository within another has its own rules alone. Where
// there is no repository the .gitignore files count from the directory on that was named.
//
// It does not look at the excludes that a person has for all repositories
// (core.excludesFile), so that everybody finds the same, nor at what is committed although
// it is ignored. Upper and lower case always differ, as without core.ignoreCase. A .gitignore
// that is a link is not read, as git does not.
package gitignore
