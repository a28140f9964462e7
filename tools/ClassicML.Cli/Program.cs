using System.CommandLine;
using ClassicML;
using ClassicML.Cli;
using ClassicML.Cnn;
using ClassicML.Wire;

WireRegistry registry = BuiltIn.Registry.With(CnnWireTypes.All);
var root = new RootCommand("ClassicML from the command line: what there is to learn with, and how well it does on your data.")
{
    ModelsCommand.Create(registry),
    EvaluateCommand.Create(registry),
    DevicesCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
