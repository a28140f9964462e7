using System.Globalization;
using System.Xml.Linq;
using ClassicML.Trees;

namespace ClassicML.Tests.Trees;

/// <summary>A drawn tree: what stands in each box, where the boxes stand, and which lines lead to them.</summary>
public class TreePictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Four rows of a, two of b, two of c, in their order: a is parted first, and b from c below.
    private static readonly DecisionTreeModel Model = new DecisionTreeClassifier().Fit(
        ClassificationData.Create(Matrix.Wrap([1, 2, 3, 4, 5, 6, 7, 8], 8, 1), ["a", "a", "a", "a", "b", "b", "c", "c"]));

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

    private static Box[] Boxes(XElement drawing) =>
        [.. drawing.Elements(Svg + "rect").Where(rect => rect.Attribute("stroke") is not null).Select(rect => new Box(
        Number(rect, "x") + Number(rect, "width") / 2, Number(rect, "y"), Number(rect, "width"), Number(rect, "height"),
        rect.Attribute("fill")!.Value["var(--chart-".Length..^1], Number(rect, "fill-opacity"),
        [.. rect.ElementsAfterSelf().TakeWhile(element => element.Name == Svg + "text")]))];

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private sealed record Box(double Middle, double Top, double Width, double Height, string Color, double Opacity, XElement[] Lines);
}
