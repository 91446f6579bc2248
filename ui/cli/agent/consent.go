package agent

// consentKey names what a person is asked.
const consentKey = "consent"
