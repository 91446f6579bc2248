// Package layout says where the parts of the screen stand: rectangles of cells, computed from sizes and from how much there is to say. It draws nothing
// and keeps nothing. What a screen has inside its body, it lays out itself, in the coordinates of that body.
package layout
