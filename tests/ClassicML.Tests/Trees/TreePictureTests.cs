using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>Text, DOT and SVG of a tree: node by node against the numbers that the model tells, and of a small one by hand.</summary>
public partial class TreePictureTests
{
    private static readonly string[] Names = ["width", "height", "kind"];

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Four rows of a, two of b, two of c, in their order: a is parted first, and b from c below.
    private static readonly DecisionTreeClassifierModel Model = new DecisionTreeClassifier().Fit(
        ClassificationData.Create(Matrix.Wrap([1, 2, 3, 4, 5, 6, 7, 8], 8, 1), ["a", "a", "a", "a", "b", "b", "c", "c"]));

    public static TheoryData<int> Depths => [0, 1, 2, 4, 10];

    [Theory, MemberData(nameof(Depths))]
    public void A_drawing_of_a_tree_of_classes_says_what_the_model_says(int maxDepth)
    {
        DecisionTreeClassifierModel model = Classes();
        string[] answers = [.. Enumerable.Range(0, model.NodeCount)
            .Select(node => "class " + model.Labels[Largest(model.ClassShares.Slice(3 * node, 3))])];
        string[] counts = [.. Enumerable.Range(0, model.NodeCount).Select(node => string.Join(" / ", Enumerable.Range(0, 3)
            .Select(k => Text(model.ClassShares[3 * node + k] * model.Weights[node], "0.##"))))];
        Compare(
            new Tree(model.SplitFeatures, model.Thresholds, model.LeftChildren, model.RightChildren), maxDepth,
            model.ToDot(Names, maxDepth, 3), model.ToSvg(Names, maxDepth, 3),
            node => ["impurity " + Text(model.Impurities[node], "F3"), $"rows {model.RowCounts[node]}", counts[node], answers[node]],
            node => model.LeftCategories(node).ToArray(),
            node =>
            {
                // As strong as the largest share lies above an even one.
                int best = Largest(model.ClassShares.Slice(3 * node, 3));
                return (best, Math.Max(0, (model.ClassShares[3 * node + best] - 1.0 / 3) / (2.0 / 3)));
            });
    }

    [Theory, MemberData(nameof(Depths))]
    public void A_drawing_of_a_tree_of_numbers_says_what_the_model_says(int maxDepth)
    {
        DecisionTreeRegressorModel model = Numbers();
        double least = model.Values.ToArray().Min(), most = model.Values.ToArray().Max();
        Compare(
            new Tree(model.SplitFeatures, model.Thresholds, model.LeftChildren, model.RightChildren), maxDepth,
            model.ToDot(Names, maxDepth, 3), model.ToSvg(Names, maxDepth, 3),
            node =>
            [
                "impurity " + Text(model.Impurities[node], "F3"), $"rows {model.RowCounts[node]}",
                "value " + Text(model.Values[node], "G4"),
            ],
            node => model.LeftCategories(node).ToArray(),
            node => (0, (model.Values[node] - least) / (most - least)));
    }

    [Theory, MemberData(nameof(Depths))]
    public void Text_asks_the_questions_of_the_model_and_answers_as_it_does(int maxDepth)
    {
        DecisionTreeClassifierModel classes = Classes();
        var tree = new Tree(classes.SplitFeatures, classes.Thresholds, classes.LeftChildren, classes.RightChildren);
        Assert.Equal(
            string.Concat(Lines(tree, 0, 0, maxDepth, node => classes.LeftCategories(node).ToArray(),
                node => "class: " + classes.Labels[Largest(classes.ClassShares.Slice(3 * node, 3))])),
            classes.ToText(Names, maxDepth, 3));
        DecisionTreeRegressorModel numbers = Numbers();
        tree = new Tree(numbers.SplitFeatures, numbers.Thresholds, numbers.LeftChildren, numbers.RightChildren);
        Assert.Equal(
            string.Concat(Lines(tree, 0, 0, maxDepth, node => numbers.LeftCategories(node).ToArray(),
                node => $"value: [{Text(numbers.Values[node], "F3")}]")),
            numbers.ToText(Names, maxDepth, 3));
    }

    [Fact]
    public void Without_names_and_limits_ten_levels_are_drawn_with_two_decimals()
    {
        double[] x = [.. Enumerable.Range(0, 14).Select(i => (double)i)], y = [.. x.Select(value => Math.Pow(3, value))];
        DecisionTreeRegressorModel chain = new DecisionTreeRegressor().Fit(new RegressionData(new Matrix(x, 14, 1), y));
        Assert.Equal(13, chain.Depth);
        string[] unnamed = ["feature_0"];
        Assert.Equal(chain.ToText(unnamed, 10, 2), chain.ToText());
        Assert.Equal(chain.ToDot(unnamed, 10, 2), chain.ToDot());
        Assert.Equal(chain.ToSvg(unnamed, 10, 2), chain.ToSvg());
        // Below ten questions three levels are left; text, as scikit-learn's, writes one question more and counts the leaves as a level.
        Assert.Contains("… 3 levels below", chain.ToDot());
        Assert.Contains("truncated branch of depth 3", chain.ToText());
        Assert.NotEqual(chain.ToDot(maxDepth: 11), chain.ToDot());
        Assert.Contains("featureNames must have 1 entries", Assert.Throws<ArgumentException>(() => chain.ToText(Names)).Message);
        Assert.Contains("featureNames must have 1 entries", Assert.Throws<ArgumentException>(() => chain.ToDot(Names)).Message);
        Assert.Contains("decimals must be at least 0", Assert.ThrowsAny<ArgumentException>(() => chain.ToText(decimals: -1)).Message);
        Assert.Contains("decimals must be at least 0", Assert.ThrowsAny<ArgumentException>(() => chain.ToSvg(decimals: -1)).Message);
        Assert.Contains("maxDepth must be at least 0", Assert.ThrowsAny<ArgumentException>(() => chain.ToText(maxDepth: -1)).Message);
    }

    [Fact]
    public void Each_box_says_its_question_its_impurity_its_rows_and_its_answer()
    {
        Box[] boxes = Boxes(XElement.Parse(Model.ToSvg(["width"], decimals: 3)));
        // Gini's impurity of 4, 2 and 2 rows is 1 - 1/4 - 1/16 - 1/16.
        Assert.Equal(
            [
                "width <= 4.500; impurity 0.625; rows 8; 4 / 2 / 2; class a", "impurity 0.000; rows 4; 4 / 0 / 0; class a",
                "width <= 6.500; impurity 0.500; rows 4; 0 / 2 / 2; class b", "impurity 0.000; rows 2; 0 / 2 / 0; class b",
                    "impurity 0.000; rows 2; 0 / 0 / 2; class c",
            ],
            boxes.Select(box => string.Join("; ", box.Lines.Select(line => line.Value))));
        // What is asked and what is answered is bold.
        Assert.Equal(["width <= 4.500", "class a"],
            boxes[0].Lines.Where(line => line.Attribute("font-weight") is not null).Select(line => line.Value));
        Assert.Equal(["class a"], boxes[1].Lines.Where(line => line.Attribute("font-weight") is not null).Select(line => line.Value));
    }

    [Fact]
    public void Leaves_stand_side_by_side_and_questions_above_the_middle_of_their_answers()
    {
        XElement drawing = XElement.Parse(Model.ToSvg());
        Box[] boxes = Boxes(drawing);
        (Box root, Box a, Box question, Box b, Box c) = (boxes[0], boxes[1], boxes[2], boxes[3], boxes[4]);
        Assert.Equal(c.Middle - b.Middle, b.Middle - a.Middle, 0.02);
        Assert.True(b.Middle - a.Middle > a.Width);
        Assert.Equal((b.Middle + c.Middle) / 2, question.Middle, 0.02);
        Assert.Equal((a.Middle + question.Middle) / 2, root.Middle, 0.02);
        Assert.Equal([0, 1, 1, 2, 2], boxes.Select(box => Math.Round((box.Top - root.Top) / (question.Top - root.Top))));
        Assert.True(question.Top > root.Top + root.Height);
        // All of it lies inside of the picture.
        double[] view = [.. drawing.Attribute("viewBox")!.Value.Split(' ')
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Assert.Equal(view[2], c.Middle + c.Width / 2 + 10, 0.02);
        Assert.Equal(view[3], c.Top + c.Height + 10, 0.02);
        foreach (Box box in boxes)
            Assert.All(box.Lines,
                line => Assert.True(Number(line, "y") > box.Top && Number(line, "y") < box.Top + box.Height
                && Math.Abs(Number(line, "x") - box.Middle) < 0.02));
    }

    [Fact]
    public void Yes_leads_to_the_left_and_no_to_the_right()
    {
        XElement drawing = XElement.Parse(Model.ToSvg());
        Box[] boxes = Boxes(drawing);
        XElement[] lines = [.. drawing.Elements(Svg + "line")];
        (int From, int To, string Answer)[] expected = [(0, 1, "yes"), (0, 2, "no"), (2, 3, "yes"), (2, 4, "no")];
        Assert.Equal(expected.Length, lines.Length);
        foreach (((int from, int to, string answer), XElement line) in expected.Zip(lines))
        {
            Assert.Equal((boxes[from].Middle, boxes[from].Top + boxes[from].Height), (Number(line, "x1"), Number(line, "y1")), Near);
            Assert.Equal((boxes[to].Middle, boxes[to].Top), (Number(line, "x2"), Number(line, "y2")), Near);
            XElement word = line.ElementsAfterSelf(Svg + "text").First();
            Assert.Equal(answer, word.Value);
            // Beside the middle of its line, outwards.
            double aside = Number(word, "x") - (Number(line, "x1") + Number(line, "x2")) / 2;
            Assert.Equal(answer == "yes" ? -1 : 1, Math.Sign(aside));
            Assert.InRange(Number(word, "y"), Number(line, "y1"), Number(line, "y2"));
        }

        static bool Near((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 0.02
            && Math.Abs(a.Item2 - b.Item2) < 0.02;
    }

    [Fact]
    public void A_box_has_the_colour_of_its_class_the_stronger_the_purer_it_is()
    {
        Box[] boxes = Boxes(XElement.Parse(Model.ToSvg()));
        Assert.Equal(["series-0, #0072B2", "series-0, #0072B2", "series-1, #D55E00", "series-1, #D55E00", "series-2, #00855F"],
            boxes.Select(box => box.Color));
        // Half of a box is a quarter of the way from a third, which says nothing, to all.
        Assert.Equal([0.13, 0.4, 0.13, 0.4, 0.4], boxes.Select(box => box.Opacity), (x, y) => Math.Abs(x - y) < 1e-9);
    }

    [Fact]
    public void A_box_of_a_number_is_the_stronger_the_larger_it_is()
    {
        DecisionTreeRegressorModel model = new DecisionTreeRegressor().Fit(
            new RegressionData(Matrix.Wrap([1, 2, 3, 4], 4, 1), [0, 0, 6, 10]));
        Box[] boxes = Boxes(XElement.Parse(model.ToSvg(["x"], decimals: 1)));
        Assert.Equal(["value 4", "value 0", "value 8", "value 6", "value 10"], boxes.Select(box => box.Lines[^1].Value));
        Assert.Equal([0.4, 0, 0.8, 0.6, 1], boxes.Select(box => (box.Opacity - 0.04) / 0.36), (x, y) => Math.Abs(x - y) < 0.02);
        Assert.All(boxes, box => Assert.Equal("series-0, #0072B2", box.Color));
    }

    [Fact]
    public void A_drawing_that_is_cut_says_how_many_levels_lie_below()
    {
        Box[] boxes = Boxes(XElement.Parse(Model.ToSvg(["width"], maxDepth: 1, decimals: 1)));
        Assert.Equal(["width <= 4.5", "impurity 0.0", "… 1 level below"], boxes.Select(box => box.Lines[0].Value));
        Assert.Equal("… 2 levels below", Boxes(XElement.Parse(Model.ToSvg(maxDepth: 0))).Single().Lines[0].Value);
        Assert.Equal("feature_0 <= 4.50", Boxes(XElement.Parse(Model.ToSvg())).First().Lines[0].Value);
    }

    private static void Compare(
        Tree tree, int maxDepth, string dot, string drawing, Func<int, string[]> facts, Func<int, double[]> categories,
        Func<int, (int, double)> shade)
    {
        (int Node, int Depth)[] shown = [.. Shown(tree, 0, 0, maxDepth)];
        string[][] lines = [.. shown.Select(at => (string[])[.. Head(at.Node, at.Depth), .. facts(at.Node)])];

        // DOT: a label for each node in preorder, and two edges below each question.
        Assert.Equal(
            shown.Zip(lines, (at, own) => $"{at.Node}: {string.Join("\\n", own)}"),
            Label().Matches(dot).Select(match => $"{match.Groups[1].Value}: {match.Groups[2].Value}"));
        Assert.Equal(
            shown.Where(at => !IsEnd(at))
                .SelectMany(at => (string[])[$"{at.Node} {tree.Lefts[at.Node]} yes", $"{at.Node} {tree.Rights[at.Node]} no"]),
            Edge().Matches(dot).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value}"));

        // SVG: words at the edges, then two frames and the lines of each node.
        XElement[] all = [.. XDocument.Parse(drawing).Root!.Elements()];
        int edges = 2 * shown.Count(at => !IsEnd(at));
        XElement[] words = [.. all.Where(element => element.Name == Svg + "text")];
        XElement[] frames = [.. all.Where(element => element.Name == Svg + "rect").Skip(1)];
        XElement[] ways = [.. all.Where(element => element.Name == Svg + "line")];
        Assert.Equal(lines.SelectMany(own => own), words.Skip(edges).Select(word => word.Value));
        Assert.Equal(Enumerable.Range(0, edges).Select(i => i % 2 == 0 ? "yes" : "no"), words.Take(edges).Select(word => word.Value));
        Assert.Equal((edges, 2 * shown.Length), (ways.Length, frames.Length));
        var boxes = shown.Select((at, i) => (at.Node, Box: frames[2 * i])).ToDictionary(one => one.Node, one => one.Box);
        for (int i = 0; i < shown.Length; i++)
        {
            (int series, double strength) = shade(shown[i].Node);
            Assert.Contains($"--chart-series-{series},", frames[2 * i + 1].Attribute("fill")!.Value);
            Assert.Equal(0.04 + 0.36 * strength, Number(frames[2 * i + 1], "fill-opacity"), 0.005001);
            // The same place twice: paper, and the colour upon it. Levels are evenly far below one another.
            foreach (string side in (string[])["x", "y", "width", "height"])
                Assert.Equal(Number(frames[2 * i], side), Number(frames[2 * i + 1], side));
            Assert.Equal(10 + shown[i].Depth * (Number(frames[0], "height") + 34), Number(frames[2 * i], "y"), 0.01);
        }
        double[] ends = [.. shown.Where(IsEnd).Select(at => Number(boxes[at.Node], "x"))];
        for (int i = 1; i < ends.Length; i++) Assert.Equal(Number(frames[0], "width") + 14, ends[i] - ends[i - 1], 0.02);
        (int Node, int Depth)[] inner = [.. shown.Where(at => !IsEnd(at))];
        for (int i = 0; i < inner.Length; i++)
        {
            XElement box = boxes[inner[i].Node], left = boxes[tree.Lefts[inner[i].Node]], right = boxes[tree.Rights[inner[i].Node]];
            Assert.Equal((Number(left, "x") + Number(right, "x")) / 2, Number(box, "x"), 0.02);
            Assert.True(Number(left, "x") < Number(right, "x"));
            foreach ((XElement way, XElement child) in new[] { (ways[2 * i], left), (ways[2 * i + 1], right) })
            {
                Assert.Equal(Number(box, "x") + Number(box, "width") / 2, Number(way, "x1"), 0.02);
                Assert.Equal(Number(box, "y") + Number(box, "height"), Number(way, "y1"), 0.02);
                Assert.Equal(Number(child, "x") + Number(child, "width") / 2, Number(way, "x2"), 0.02);
                Assert.Equal(Number(child, "y"), Number(way, "y2"), 0.02);
            }
        }

        bool IsEnd((int Node, int Depth) at) => tree.Features[at.Node] < 0 || at.Depth == maxDepth;

        string[] Head(int node, int depth)
        {
            if (tree.Features[node] < 0) return [];
            if (depth < maxDepth) return [Question(tree, node, categories(node)).Yes];
            int below = Height(tree, node);
            return [$"… {below} {(below == 1 ? "level" : "levels")} below"];
        }
    }

    private static IEnumerable<(int Node, int Depth)> Shown(Tree tree, int node, int depth, int maxDepth) =>
        tree.Features[node] < 0 || depth == maxDepth
            ? [(node, depth)]
            :
            [
                (node, depth), .. Shown(tree, tree.Lefts[node], depth + 1, maxDepth),
                .. Shown(tree, tree.Rights[node], depth + 1, maxDepth),
            ];

    // As scikit-learn's export_text: one level of questions more than asked for.
    private static IEnumerable<string> Lines(
        Tree tree, int node, int depth, int maxDepth, Func<int, double[]> categories, Func<int, string> answer)
    {
        string indent = string.Concat(Enumerable.Repeat("|   ", depth)) + "|--- ";
        if (tree.Features[node] < 0) return [$"{indent}{answer(node)}\n"];
        if (depth > maxDepth) return [$"{indent}truncated branch of depth {Height(tree, node) + 1}\n"];
        (string yes, string no) = Question(tree, node, categories(node));
        return
        [
            $"{indent}{yes}\n", .. Lines(tree, tree.Lefts[node], depth + 1, maxDepth, categories, answer),
            $"{indent}{no}\n", .. Lines(tree, tree.Rights[node], depth + 1, maxDepth, categories, answer),
        ];
    }

    private static (string Yes, string No) Question(Tree tree, int node, double[] categories)
    {
        string name = Names[tree.Features[node]];
        if (double.IsPositiveInfinity(tree.Thresholds[node])) return ($"{name} is known", $"{name} is missing");
        string set = string.Join(", ", categories.Select(one => Text(one, "R"))), threshold = Text(tree.Thresholds[node], "F3");
        return double.IsNaN(tree.Thresholds[node])
            ? ($"{name} in {{{set}}}", $"{name} not in {{{set}}}") : ($"{name} <= {threshold}", $"{name} >  {threshold}");
    }

    private static int Height(Tree tree, int node) =>
        tree.Features[node] < 0 ? 0 : 1 + Math.Max(Height(tree, tree.Lefts[node]), Height(tree, tree.Rights[node]));

    private static int Largest(ReadOnlySpan<double> shares) => shares.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max(shares));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static Box[] Boxes(XElement drawing) =>
        [.. drawing.Elements(Svg + "rect").Where(rect => rect.Attribute("stroke") is not null).Select(rect => new Box(
        Number(rect, "x") + Number(rect, "width") / 2, Number(rect, "y"), Number(rect, "width"), Number(rect, "height"),
        rect.Attribute("fill")!.Value["var(--chart-".Length..^1], Number(rect, "fill-opacity"),
        [.. rect.ElementsAfterSelf().TakeWhile(element => element.Name == Svg + "text")]))];

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    // Thresholds, categories and whether a value is known; rows of weights that are no whole numbers.
    private static DecisionTreeClassifierModel Classes()
    {
        (Matrix x, int[] codes, double[] weights) = Rows();
        var data = new ClassificationData(x, codes, new ClassLabels(["reed", "sedge", "grass"]), weights);
        DecisionTreeClassifierModel model = new DecisionTreeClassifier { CategoricalFeatures = CategoricalFeatures.Of(2), MaxDepth = 6 }.Fit(data);
        HasAllQuestions(model.SplitFeatures, model.Thresholds);
        return model;
    }

    private static DecisionTreeRegressorModel Numbers()
    {
        (Matrix x, int[] codes, double[] weights) = Rows();
        var data = new RegressionData(x, [.. codes.Select((code, i) => code * 10 + x[i, 0] - 7)], weights);
        var learner = new DecisionTreeRegressor { CategoricalFeatures = CategoricalFeatures.Of(2), MaxDepth = 6 };
        DecisionTreeRegressorModel model = learner.Fit(data);
        HasAllQuestions(model.SplitFeatures, model.Thresholds);
        return model;
    }

    private static (Matrix X, int[] Codes, double[] Weights) Rows()
    {
        var rng = new Rng(12);
        double[][] x = [.. Enumerable.Range(0, 150).Select(_ => (double[])[rng.NextDouble(), 5 * rng.NextDouble(), rng.NextInt(5)])];
        int[] codes = [.. x.Select(row => row[2] is 1 or 3 ? 0 : rng.NextInt(5) == 0 ? rng.NextInt(3) : row[0] > 0.5 ? 1 : 2)];
        // Height is missing where the class is the last, mostly.
        for (int i = 0; i < 150; i++)
            if (codes[i] == 2 && rng.NextInt(3) > 0) x[i][1] = double.NaN;
        return (new Matrix(x), codes, [.. x.Select(_ => 0.25 + rng.NextInt(9) / 8.0)]);
    }

    private static void HasAllQuestions(ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds)
    {
        Assert.True(thresholds.Contains(double.PositiveInfinity));
        Assert.True(features.Contains(2));
        Assert.True(features.Contains(0));
    }

    [GeneratedRegex("""^    (\d+) \[label="(.*)"\];$""", RegexOptions.Multiline)]
    private static partial Regex Label();

    [GeneratedRegex("""^    (\d+) -> (\d+) \[label="(.*)"\];$""", RegexOptions.Multiline)]
    private static partial Regex Edge();

    /// <summary>The questions of a tree.</summary>
    private sealed class Tree(
        ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds, ReadOnlySpan<int> lefts, ReadOnlySpan<int> rights)
    {
        public int[] Features { get; } = features.ToArray();

        public double[] Thresholds { get; } = thresholds.ToArray();

        public int[] Lefts { get; } = lefts.ToArray();

        public int[] Rights { get; } = rights.ToArray();
    }

    private sealed record Box(double Middle, double Top, double Width, double Height, string Color, double Opacity, XElement[] Lines);
}
