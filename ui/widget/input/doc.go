// Package input draws a line that is typed in. Bubbles' textinput keeps the text; what is pasted may hold anything, so it is
// drawn here as all text from outside is: escaped, and measured by the widths of package sanitize.
package input
