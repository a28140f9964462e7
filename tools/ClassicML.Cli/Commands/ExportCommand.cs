using System.CommandLine;
using ClassicML.Cli.Explaining;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Output;
using ClassicML.Cnn;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Serialization;
using ClassicML.Svm;
using Spectre.Console;

namespace ClassicML.Cli.Commands;

/// <summary><c>classicml export</c>: a saved model for other programs.</summary>
internal static class ExportCommand
{
    private const string Onnx = "onnx", LibSvm = "libsvm", LibLinear = "liblinear";

    public static Command Create(GlobalOptions global)
    {
        var modelFile = new Argument<string>("MODEL") { Description = "The model file." };
        var to = new Option<string?>("--to") { Description = "onnx, libsvm or liblinear. Default: by the ending of FILE, .onnx.", HelpName = "FORMAT" };
        to.AcceptOnlyFromAmong(Onnx, LibSvm, LibLinear);
        var output = new Option<string>("--output", "-o") { Description = "The file to write.", HelpName = "FILE", Required = true };
        var inputs = new Option<string?>("--inputs")
        {
            Description = "Of ONNX: tensor, one N×p tensor of numbers, or columns, an input for each column by its name. Default: tensor, and columns where one is not of numbers.",
            HelpName = "FORM",
        };
        inputs.AcceptOnlyFromAmong("tensor", "columns");
        var element = new Option<string?>("--element") { Description = "Of ONNX, the numbers that go in and come out: float or double. Default: float.", HelpName = "TYPE" };
        element.AcceptOnlyFromAmong("float", "double");
        var inputName = new Option<string?>("--input-name") { Description = "Of ONNX, the name of the one tensor. Default: input.", HelpName = "NAME" };
        var graphName = new Option<string?>("--graph-name") { Description = "Of ONNX, the name of the graph. Default: classicml.", HelpName = "NAME" };
        Option[] ofOnnx = [inputs, element, inputName, graphName];
        var command = new Command("export", "Write a saved model for other programs: ONNX, LIBSVM or LIBLINEAR.") { modelFile, to, output };
        foreach (Option option in ofOnnx) command.Options.Add(option);
        global.SetAction(command, run =>
        {
            ParseResult parsed = run.Parsed;
            string file = SavedModel.Writable(parsed.GetRequiredValue(output), "--output"), source = parsed.GetRequiredValue(modelFile);
            string format = parsed.GetValue(to) ?? (Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase) ? Onnx
                : throw new UsageException($"give --to {Onnx}, {LibSvm} or {LibLinear}: '{file}' does not end in .onnx"));
            if (format != Onnx && ofOnnx.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
                throw new UsageException($"{other.Name} goes with --to {Onnx}");
            ModelFileInfo info = ModelFile.Inspect(source);
            IModel model = ModelFile.Load<IModel>(source, run.Registry, run.Cancellation);
            if (format == Onnx)
            {
                var options = new OnnxOptions { Inputs = Inputs(parsed.GetValue(inputs), info, run) };
                if (parsed.GetValue(element) == "double") options = options with { Element = OnnxElement.Double };
                if (parsed.GetValue(inputName) is { } tensor)
                    options = options.Inputs == OnnxInputs.Tensor
                        ? options with { InputName = tensor } : throw new UsageException("--input-name goes with --inputs tensor");
                if (parsed.GetValue(graphName) is { } graph) options = options with { Name = graph };
                WriteOnnx(model, file, options);
            }
            else AtomicFile.Write(file, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                if (format == LibSvm) WriteLibSvm(model, writer);
                else WriteLibLinear(model, writer);
            });
            if (format != Onnx) NoteNames(model, run);
            run.Output.Write(
                new ExportResult(source, Insides.Name(model, run), format, file, new FileInfo(file).Length, [.. run.Output.Notes]),
                json => json.ExportResult, Print);
        },
            "export forest.model -o forest.onnx",
            "export customers.model --inputs columns --element double -o customers.onnx",
            "export a.model --to libsvm -o a.svm-model");
        return command;
    }

    // One tensor has numbers only.
    private static OnnxInputs Inputs(string? asked, ModelFileInfo info, Invocation run)
    {
        if (asked == "columns") return OnnxInputs.Columns;
        int at = info.FeatureNames is null || info.Data is not { } data ? -1
            : data.FeatureKinds.ToList().FindIndex(kind => kind is not (ColumnKind.Number or ColumnKind.Boolean));
        if (at < 0) return OnnxInputs.Tensor;
        if (asked == "tensor") throw new UsageException($"--inputs tensor has numbers only, and '{info.FeatureNames!.Value[at]}' holds none: take --inputs columns");
        run.Output.Note("columns of text or dates are no part of a tensor of numbers: each column is an input by its name (--inputs)");
        return OnnxInputs.Columns;
    }

    private static void WriteOnnx(IModel model, string file, OnnxOptions options)
    {
        try
        {
            model.SaveOnnx(file, options, BuiltInOnnx.Converters.With(CnnOnnx.Converter));
        }
        catch (NotSupportedException e)
        {
            throw new InvalidDataException(CommandLine.Line(e), e);
        }
    }

    private static void WriteLibSvm(IModel model, TextWriter writer)
    {
        switch (model)
        {
            case SvmClassifierModel svm:
                LibSvmModelFile.Write(svm, writer);
                break;
            case SvmRegressorModel svm:
                LibSvmModelFile.Write(svm, writer);
                break;
            case OneClassSvmModel svm:
                LibSvmModelFile.Write(svm, writer);
                break;
            default:
                throw Refused(model, "LIBSVM", "svm");
        }
    }

    private static void WriteLibLinear(IModel model, TextWriter writer)
    {
        switch (model)
        {
            case LogisticRegressionModel logistic:
                LibLinearLogisticModelFile.Write(logistic, writer);
                break;
            case LinearSvmClassifierModel svm:
                LibLinearSvmModelFile.Write(svm, writer);
                break;
            case LinearSvmRegressorModel svm:
                LibLinearSvmModelFile.Write(svm, writer);
                break;
            default:
                throw Refused(model, "LIBLINEAR", "logistic-regression or linear-svm");
        }
    }

    private static ArgumentException Refused(IModel model, string program, string learners) => model is ClassifierPipelineModel or RegressorPipelineModel
        ? new($"{program}'s text has no place for what is done to rows before the model, and {program} would read them raw: "
            + $"export it to {Onnx}, or train on rows that are prepared already, with --scale none and --impute none")
        : new($"{program} has no {model.GetType().Name}: its text takes {learners}; {Onnx} takes all but a few");

    // The text has numbers in place of names.
    private static void NoteNames(IModel model, Invocation run)
    {
        if (model is IClassifierModel { Labels: { AreIntegers: false } labels })
            run.Output.Note($"classes are numbers there: {string.Join(", ", labels.Names.Select((name, code) => FormattableString.Invariant($"{code} is {name}")))}");
        if (model.FeatureNames is { } names)
            run.Output.Note($"columns have no names there: 1 to {Show.Number(names.Length)} are {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}");
    }

    private static void Print(ExportResult result, IAnsiConsole console) => console.Write(Show.Facts(
        ("model", result.Model), ("format", result.Format), ("written", FormattableString.Invariant($"{result.Output}, {result.OutputBytes:N0} bytes"))));
}

/// <summary>What <c>export --json</c> prints.</summary>
internal sealed record ExportResult(string File, string Model, string Format, string Output, long OutputBytes, string[] Notes);
