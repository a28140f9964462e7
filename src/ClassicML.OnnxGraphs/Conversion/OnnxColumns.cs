namespace ClassicML.Onnx;

/// <summary>Where columns of rows come from.</summary>
internal abstract class OnnxColumns
{
    /// <summary>The number of columns.</summary>
    public virtual int Count => 1;

    /// <summary>They as numbers in double precision, N×<see cref="Count"/>.</summary>
    public abstract string Numbers(OnnxGraph graph);

    /// <summary>The only one as texts, N×1.</summary>
    public abstract string Texts(OnnxGraph graph);

    /// <summary>A value of numbers.</summary>
    public sealed class Tensor(string value, int count) : OnnxColumns
    {
        public override int Count => count;

        public override string Numbers(OnnxGraph graph) => value;

        public override string Texts(OnnxGraph graph) =>
            throw new ArgumentException("a column of text is needed, and the graph's columns are numbers: export with Inputs = OnnxInputs.Columns", "rows");
    }

    /// <summary>A value of texts.</summary>
    public sealed class Text(string value) : OnnxColumns
    {
        public override string Numbers(OnnxGraph graph) => throw new ArgumentException("a column of numbers is needed, and the graph's is one of text", "rows");

        public override string Texts(OnnxGraph graph) => value;
    }

    /// <summary>An input of the graph, added when it is first read.</summary>
    public sealed class Input(string name, int? width, OnnxElement numbers) : OnnxColumns
    {
        private string? read;

        public override int Count => width ?? 1;

        /// <summary>What it holds; null while nobody has read it.</summary>
        public OnnxElement? Element { get; private set; }

        public override string Numbers(OnnxGraph graph)
        {
            if (Element == OnnxElement.String)
                throw new ArgumentException($"column '{name}' is read as text by one part of the model and as numbers by another", nameof(name));
            if (read is not null) return read;
            Element = numbers;
            graph.Input(name, numbers, "N", Count);
            return read = numbers == OnnxElement.Double ? name : graph.Add("Cast", [name], OnnxAttribute.Integer("to", (int)OnnxElement.Double));
        }

        public override string Texts(OnnxGraph graph)
        {
            if (width is not null)
                throw new ArgumentException("the model reads texts, which no tensor of numbers holds: export with Inputs = OnnxInputs.Columns", nameof(name));
            if (Element is not null and not OnnxElement.String)
                throw new ArgumentException($"column '{name}' is read as numbers by one part of the model and as text by another", nameof(name));
            if (read is not null) return read;
            Element = OnnxElement.String;
            return read = graph.Input(name, OnnxElement.String, "N", 1);
        }
    }
}
