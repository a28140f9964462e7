namespace ClassicML.Onnx;

/// <summary>Where columns of rows come from.</summary>
internal abstract class OnnxColumns
{
    /// <summary>The number of columns.</summary>
    public virtual int Count => 1;

    /// <summary>They as numbers in double precision, N×<see cref="Count"/>.</summary>
    public abstract string Numbers(OnnxGraph graph);

    /// <summary>The only one as texts, N×1.</summary>
    public virtual string Texts(OnnxGraph graph) => throw Other("text");

    /// <summary>The only one as dates, N×1.</summary>
    public virtual string Dates(OnnxGraph graph) => throw Other("dates");

    private static ArgumentException Other(string wanted) =>
        new($"a column of {wanted} is needed, and the graph's is another: export with Inputs = OnnxInputs.Columns", "rows");

    /// <summary>A value of numbers.</summary>
    public sealed class Tensor(string value, int count) : OnnxColumns
    {
        public override int Count => count;

        public override string Numbers(OnnxGraph graph) => value;
    }

    /// <summary>A value of texts.</summary>
    public sealed class Text(string value) : OnnxColumns
    {
        public override string Numbers(OnnxGraph graph) => throw new ArgumentException("a column of numbers is needed, and the graph's is one of text", "rows");

        public override string Texts(OnnxGraph graph) => value;
    }

    /// <summary>An input of the graph, added when it is first read.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="width">The columns of a tensor; null for a column by itself.</param>
    /// <param name="numbers">The type of numbers.</param>
    public sealed class Input(string name, int? width, OnnxElement numbers) : OnnxColumns
    {
        private string? read;

        public override int Count => width ?? 1;

        /// <summary>What it holds; null while nobody has read it.</summary>
        public OnnxElement? Element { get; private set; }

        public override string Numbers(OnnxGraph graph)
        {
            bool isFirst = read is null;
            string input = Read(graph, numbers, "numbers");
            return !isFirst ? read! : read = numbers == OnnxElement.Double ? input
                : graph.Add("Cast", [input], OnnxAttribute.Integer("to", (int)OnnxElement.Double));
        }

        public override string Texts(OnnxGraph graph) => read = Read(graph, OnnxElement.String, "texts");

        public override string Dates(OnnxGraph graph) => read = Read(graph, OnnxElement.Int64, "dates");

        private string Read(OnnxGraph graph, OnnxElement element, string what)
        {
            if (width is not null && element != numbers)
                throw new ArgumentException($"the model reads {what}, which no tensor of numbers holds: export with Inputs = OnnxInputs.Columns", nameof(name));
            if (Element is { } other && other != element)
                throw new ArgumentException($"column '{name}' is read as {what} by one part of the model and as {other} by another", nameof(name));
            if (Element is null) graph.Input(name, element, "N", Count);
            Element = element;
            return name;
        }
    }
}
