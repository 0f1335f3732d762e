// AgentsTests
