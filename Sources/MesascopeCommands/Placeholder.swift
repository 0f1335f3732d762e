// MesascopeCommands
