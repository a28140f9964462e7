using ClassicML;
using ClassicML.Cli;
using ClassicML.Cnn;

return await CommandLine.RunAsync(new CliRoot(BuiltIn.Registry.With(CnnWireTypes.All)), args);
