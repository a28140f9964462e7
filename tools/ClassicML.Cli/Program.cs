using System.CommandLine;
using ClassicML;
using ClassicML.Cli;

var root = new RootCommand("ClassicML from the command line: what there is to learn with, and how well it does on your data.")
{
    ModelsCommand.Create(BuiltIn.Registry),
    EvaluateCommand.Create(BuiltIn.Registry),
};
return await CommandLine.RunAsync(root, args);
