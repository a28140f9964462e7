using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>What a writer puts into a form and a reader takes out of it, kind by kind: the text, the value, and what is refused.</summary>
public class ValueTests
{
    private static readonly WireRegistry Registry = BuiltIn.Registry;

    [Fact]
    public void Every_kind_of_value_has_one_form_of_JSON_and_comes_back()
    {
        WireForm form = Written(w => w
            .Number("n", -2.5).Number("absent", (double?)null).Number("there", (double?)7).Integer("i", -3).Integer("noI",
                (int?)null).Integer("someI", (int?)4).Flag("f", true)
            .Text("t", "a\"b\\c\n").Text("noT", null).OptionalTexts("noL", null).OptionalTexts("someL", ["x"]).Choice("c",
                WireKind.OutlierDetector).Texts("l", ["", "é", "👍"])
            .Doubles("d", [0.1, double.NaN, double.NegativeInfinity, -0.0, 1e300]).Integers("is", [1, int.MinValue])
            .Matrix("m", new Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } })).Object("o", new Ridge { Alpha = 3 }).Objects("os",
                [new Ridge(), new StandardScaler()])
            .Nested("g", "group", inner => inner.Integer("x", 1)));
        Assert.Equal(
            """
            {"type":"holder","format":1,"n":-2.5,"absent":null,"there":7,"i":-3,"noI":null,"someI":4,"f":true,"t":"a\"b\\c\n",
            "noT":null,"noL":null,"someL":["x"],"c":"outlier-detector","l":["","é","\uD83D\uDC4D"],
            "d":[0.1,"NaN","-Infinity",-0,1E+300],"is":[1,-2147483648],"m":{"type":"matrix","Rows":2,"Columns":3,"Values":[1,2,3,4,5,6]},
            "o":{"type":"ridge","Alpha":3,"FitIntercept":true},
            "os":[{"type":"ridge","Alpha":1,"FitIntercept":true},{"type":"standard-scaler","WithMean":true,"WithDeviation":true}],
            "g":{"type":"group","x":1}}
            """.ReplaceLineEndings(""), form.ToString());
        foreach (WireForm each in (WireForm[])[form, WireForm.Parse(form.ToString())])
        {
            var r = new WireReader(each, Registry);
            Assert.Equal((-2.5, null, 7.0), (r.Number("n"), r.OptionalNumber("absent"), r.OptionalNumber("there")));
            Assert.Equal((-3, null, 4), (r.Integer("i", minimum: -3), r.OptionalInteger("noI"), r.OptionalInteger("someI")));
            Assert.True(r.Flag("f"));
            Assert.Equal(("a\"b\\c\n", null), (r.OptionalText("t"), r.OptionalText("noT")));
            Assert.Null(r.OptionalTexts("noL"));
            Assert.Equal(["x"], r.OptionalTexts("someL")!);
            Assert.Equal(WireKind.OutlierDetector, r.Choice<WireKind>("c"));
            Assert.Equal(["", "é", "👍"], r.Texts("l"));
            double[] doubles = r.Doubles("d", Interval.Any, orNaN: true);
            Assert.Equal([0.1, double.NaN, double.NegativeInfinity, -0.0, 1e300], doubles);
            Assert.True(double.IsNegative(doubles[3]));
            Assert.Equal([1, int.MinValue], r.Integers("is"));
            Matrix matrix = r.Matrix("m");
            Assert.Equal((2, 3, 6.0, 3.0), (matrix.RowCount, matrix.ColumnCount, matrix[1, 2], matrix[0, 2]));
            Assert.Equal(new Ridge { Alpha = 3 }, r.Object<Ridge>("o"));
            Assert.Equal([new Ridge(), new StandardScaler()], r.Objects<object>("os"));
            Assert.Equal(1, r.Nested("g", inner => inner.Integer("x")));
            r.RefuseUnread();
        }
    }

    [Theory]
    [InlineData("1.7976931348623157E+308"), InlineData("-1.7976931348623157E+308"), InlineData("5E-324"),
        InlineData("2.2250738585072014E-308"), InlineData("-0"), InlineData("0.1"), InlineData("1E+21"), InlineData("9007199254740993")]
    public void The_extremes_of_doubles_come_back_with_every_bit(string text)
    {
        double value = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        WireForm read = WireForm.Parse(Written(w => w.Number("n", value).Doubles("d", [value])).ToString());
        var r = new WireReader(read, Registry);
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(r.Number("n")));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(r.Doubles("d")[0]));
    }

    [Theory]
    [InlineData("9223372036854775807", true, 9223372036854775807)]
    [InlineData("-9223372036854775808", true, -9223372036854775808)]
    [InlineData("9223372036854775808", false, 0)]
    [InlineData("-0", false, 0)]
    [InlineData("0", true, 0)]
    [InlineData("1.0", false, 0)]
    [InlineData("1e2", false, 0)]
    public void Whole_numbers_of_64_bits_are_kept_whole(string json, bool isWhole, long expected)
    {
        WireValue value = WireForm.Parse($$"""{"type":"a","n":{{json}}}""")["n"]!;
        if (isWhole) Assert.Equal(expected, Assert.IsType<WireValue.Integer>(value).Value);
        else Assert.Equal(double.Parse(json, System.Globalization.CultureInfo.InvariantCulture),
            Assert.IsType<WireValue.Number>(value).Value);
    }

    [Fact]
    public void Values_of_a_form_are_those_that_it_was_made_of_and_numbers_come_back_from_a_text_as_arrays()
    {
        var inner = new WireForm("inner", []);
        WireForm form = new("outer",
        [
            new("text", new WireValue.Text("a")), new("form", new WireValue.Form(inner)),
            new("list", new WireValue.List([new WireValue.Integer(7), WireValue.None.Value])),
            new("doubles", new WireValue.Doubles(new[] { 0.5, double.NaN })), new("integers", new WireValue.Integers(new[] { 3, -4 })),
        ]);
        WireForm read = WireForm.Parse(form.ToString());
        foreach (WireForm each in (WireForm[])[form, read])
        {
            Assert.Equal("a", Assert.IsType<WireValue.Text>(each["text"]).Value);
            Assert.Equal(inner, Assert.IsType<WireValue.Form>(each["form"]).Value);
            Assert.Equal([new WireValue.Integer(7), WireValue.None.Value], Assert.IsType<WireValue.List>(each["list"]).Values);
        }
        Assert.Equal([0.5, double.NaN], Assert.IsType<WireValue.Doubles>(form["doubles"]).Values.ToArray());
        Assert.Equal([3, -4], Assert.IsType<WireValue.Integers>(form["integers"]).Values.ToArray());
        Assert.Equal([new WireValue.Number(0.5), new WireValue.Text("NaN")], Assert.IsType<WireValue.List>(read["doubles"]).Values);
        Assert.Equal([3, -4], Assert.IsType<WireValue.Integers>(read["integers"]).Values.ToArray());
        WireForm numbers = WireForm.Parse("""{"type":"a","halves":[1,-0,2.5],"zero":[-0],"long":[4294967296],"huge":[1e300]}""");
        Assert.Equal([1, -0.0, 2.5], Assert.IsType<WireValue.Doubles>(numbers["halves"]).Values.ToArray());
        Assert.True(double.IsNegative(Assert.IsType<WireValue.Doubles>(numbers["zero"]).Values.Span[0]));
        Assert.Equal([4294967296.0], Assert.IsType<WireValue.Doubles>(numbers["long"]).Values.ToArray());
        Assert.Equal([1e300], Assert.IsType<WireValue.Doubles>(numbers["huge"]).Values.ToArray());
    }

    [Fact]
    public void A_reader_holds_numbers_to_what_they_may_be()
    {
        const string json = """{"type":"a","n":1.5,"i":2,"nan":"NaN","inf":"Infinity","none":null,"d":[1,2,"NaN"],"text":"x"}""";
        Refused("'a', n: it must be in [2, 3], was 1.5", r => r.Number("n", new Interval(2, 3)));
        Refused("'a', nan: it must be finite, was NaN", r => r.Number("nan"));
        Refused("'a', inf: it must be finite, was Infinity", r => r.Number("inf", orNaN: true));
        Refused("'a', inf: it must be finite, was Infinity", r => r.OptionalNumber("inf"));
        Refused("'a', nan: it must be finite, was NaN", r => r.OptionalNumber("nan"));
        Refused("'a', i: it must be at least 3, was 2", r => r.Integer("i", minimum: 3));
        Refused("'a', n: it must be an integer of 32 bits, was 1.5", r => r.Integer("n"));
        Refused("'a', d: number 2 must be finite, was NaN", r => r.Doubles("d"));
        Refused("'a', d: number 1 must be in [0, 1], was 2", r => r.Doubles("d", Interval.Share, orNaN: true));
        Refused("'a', none: it must be a number, was nothing", r => r.Number("none"));
        Refused("'a' lacks 'gone'", r => r.OptionalNumber("gone"));
        Refused("'a' lacks 'gone'", r => r.OptionalText("gone"));
        Refused("'a', text: it must be a list, was 'x'", r => r.Texts("text"));
        Refused("'a', text: it must be a list, was 'x'", r => r.Integers("text"));
        Refused("'a', text: it must be true or false, was 'x'", r => r.Flag("text"));
        Refused("'a', text: it must be a form, was 'x'", r => r.Object<object>("text"));
        Refused("'a', text: it must be a form, was 'x'", r => r.Nested("text", inner => 0));
        Refused("'a', d: it must be a text, was 1", r => r.Texts("d"));
        var reader = new WireReader(WireForm.Parse(json), Registry);
        Assert.Equal((1.5, double.NaN, double.PositiveInfinity),
            (reader.Number("n", new Interval(1.5, 1.5)), reader.Number("nan", orNaN: true), reader.Number("inf", Interval.Any)));
        Assert.Equal(2, reader.Integer("i", minimum: 2));

        static void Refused(string message, Func<WireReader, object?> read) =>
            Assert.Contains(message, Assert.Throws<WireException>(() => read(new WireReader(WireForm.Parse(json), Registry))).Message);
    }

    [Fact]
    public void A_matrix_has_as_many_values_as_rows_times_columns()
    {
        Matrix empty = Read("""{"type":"matrix","Rows":0,"Columns":3,"Values":[]}""");
        Assert.Equal((0, 3), (empty.RowCount, empty.ColumnCount));
        foreach ((string json, string message) in new[]
        {
            ("""{"type":"matrix","Rows":2,"Columns":2,"Values":[1,2,3]}""", "a 2×2 matrix has 4 values, 3 came"),
            ("""{"type":"matrix","Rows":-1,"Columns":2,"Values":[]}""", "Rows: it must be at least 0, was -1"),
            ("""{"type":"matrix","Rows":1,"Columns":1,"Values":["NaN"]}""", "Values: number 0 must be finite, was NaN"),
            ("""{"type":"matrix","Rows":1,"Columns":1,"Values":[1],"More":1}""", "'matrix' has no 'More'"),
        })
            Assert.Contains(message, Assert.Throws<WireException>(() => Read(json)).Message);

        static Matrix Read(string json) => new WireReader(WireForm.Parse($$"""{"type":"a","m":{{json}}}"""), Registry).Matrix("m");
    }

    [Fact]
    public void Rows_are_written_as_they_are_stored()
    {
        var sparse = new SparseMatrix([0, 2, 2, 3], [0, 3, 1], [1.5, -2, 4], 4);
        WireForm form = Written(w => w.Features("s", sparse).Features("d", new Matrix(new double[,] { { 1, 2 } })));
        Assert.Equal(
            """
            {"type":"holder","format":1,"s":{"type":"sparse-matrix","Columns":4,"RowStarts":[0,2,2,3],"StoredColumns":[0,3,1],
            "Values":[1.5,-2,4]},"d":{"type":"matrix","Rows":1,"Columns":2,"Values":[1,2]}}
            """.ReplaceLineEndings(""), form.ToString());
        var r = new WireReader(WireForm.Parse(form.ToString()), Registry);
        var read = Assert.IsType<SparseMatrix>(r.Features("s"));
        Assert.Equal(sparse.ToDense().Span, read.ToDense().Span);
        Assert.Equal((3, 4), (read.RowCount, read.ColumnCount));
        Assert.Equal([1.0, 2], Assert.IsType<Matrix>(r.Features("d")).Span);
    }

    [Fact]
    public void Classes_are_names_or_numbers_and_at_least_two()
    {
        foreach (ClassLabels labels in new[] { new ClassLabels(["no", "yes"]), new ClassLabels([3, -1, 7]) })
        {
            WireForm form = Written(w => w.Labels("l", labels));
            Assert.Equal(labels, new WireReader(WireForm.Parse(form.ToString()), Registry).Labels("l"));
        }
        Assert.Equal(
            """{"type":"holder","format":1,"l":{"type":"labels","AreIntegers":true,"Names":["3","-1"]}}""",
                Written(w => w.Labels("l", new ClassLabels([3, -1]))).ToString());
        Refused("""{"type":"labels","AreIntegers":false,"Names":["a"]}""", "the number of classes must be at least 2, was 1");
        Refused("""{"type":"labels","AreIntegers":false,"Names":["a","a"]}""", "'a'");
        Refused("""{"type":"labels","AreIntegers":true,"Names":["1","x"]}""", "'x'");
        Refused("""{"type":"labels","AreIntegers":false,"Names":["a","b"],"Kind":1}""", "'labels' has no 'Kind'");
        Assert.Equal(1, Read("""{"type":"labels","AreIntegers":false,"Names":["a"]}""", 1).Count);

        static ClassLabels Read(string json, int minimum = 2) =>
            new WireReader(WireForm.Parse($$"""{"type":"a","l":{{json}}}"""), Registry).Labels("l", minimum);

        static void Refused(string json, string message) =>
            Assert.Contains(message, Assert.Throws<WireException>(() => Read(json)).Message);
    }

    [Fact]
    public void A_report_comes_back_value_by_value()
    {
        FitReport report = new FitReport
        {
            Iterations = 17, Converged = false, Stopped = true, Reason = "why", Objective = double.PositiveInfinity,
            DualityGap = double.NaN,
            Elapsed = TimeSpan.FromTicks(12_345_678), Learner = new Lasso { Alpha = 0.5 }, FeatureNames = ["a", "b"],
        }.With("z", 1.5).With("a", double.NaN);
        WireForm form = Written(w => w.Report(report));
        Assert.Equal(
            """
            {"type":"holder","format":1,"Report":{"type":"fit-report","Iterations":17,"Converged":false,"Stopped":true,"Reason":"why",
            "Objective":"Infinity","DualityGap":"NaN",
            "ElapsedSeconds":1.2345678,
            "Learner":{"type":"lasso","Alpha":0.5,"FitIntercept":true,"Tolerance":1E-06,"MaxIterations":10000},
            "FeatureNames":["a","b"],"DetailNames":["a","z"],"DetailValues":["NaN",1.5]}}
            """.ReplaceLineEndings(""), form.ToString());
        FitReport read = new WireReader(WireForm.Parse(form.ToString()), Registry).Report();
        Assert.Equal((17, false, true, "why", double.PositiveInfinity, double.NaN),
            (read.Iterations, read.Converged, read.Stopped, read.Reason, read.Objective!.Value, read.DualityGap!.Value));
        Assert.Equal((report.Elapsed, report.Learner), (read.Elapsed, read.Learner));
        Assert.Equal(["a", "b"], read.FeatureNames!.Value);
        Assert.Equal([("a", double.NaN), ("z", 1.5)], read.Details.Select(detail => (detail.Key, detail.Value)));
        // What is absent stays so.
        read = new WireReader(Written(w => w.Report(new FitReport())), Registry).Report();
        Assert.Equal((true, null, null, null), (read.Converged, read.Reason, read.Objective, read.DualityGap));
        Assert.Null(read.FeatureNames);
        Assert.Null(read.Learner);
        foreach ((string from, string to, string message) in new[]
        {
            ("\"Iterations\":17", "\"Iterations\":-1", "Iterations: it must be at least 0, was -1"),
            ("1.2345678", "-1", "ElapsedSeconds: it must be in [0, 900000000000], was -1"),
            ("1.2345678", "1e12", "ElapsedSeconds: it must be in [0, 900000000000], was 1000000000000"),
            ("[\"a\",\"z\"]", "[\"a\"]", "DetailValues must have 1 entries, one for each name, has 2"),
            ("[\"a\",\"z\"]", "[\"a\",\"a\"]", "DetailNames without those that come again must have 2 entries"),
            ("\"Stopped\":true,", "", "'fit-report' lacks 'Stopped'"),
            ("\"Stopped\":true,", "\"Stopped\":true,\"Started\":true,", "'fit-report' has no 'Started'"),
        })
            Assert.Contains(message,
                Assert.Throws<WireException>(() =>
                new WireReader(WireForm.Parse(form.ToString().Replace(from, to)), Registry).Report()).Message);
    }

    [Fact]
    public void Weights_of_linear_classifiers_have_a_row_for_each_score()
    {
        ClassLabels two = new(["a", "b"]), three = new(["a", "b", "c"]);
        Assert.Equal(2, Coefficients(two, 1, 2).ColumnCount);
        Assert.Equal(3, Coefficients(three, 3, 1).RowCount);
        Refused("Coefficients must have 1 entries, one for each score, has 2", () => Coefficients(two, 2, 1));
        Refused("Coefficients must have 3 entries, one for each score, has 1", () => Coefficients(three, 1, 1));
        Refused("the number of columns of Coefficients must be at least 1, was 0", () => Coefficients(two, 1, 0));
        Assert.Equal([-2.0], Intercepts(two, "[-2]"));
        Assert.Equal([double.NegativeInfinity, 1, 2], Intercepts(three, "[\"-Infinity\",1,2]"));
        Refused("number 0 must be finite, was -Infinity", () => Intercepts(two, "[\"-Infinity\"]"));
        Refused("number 1 must be finite or -Infinity, was Infinity", () => Intercepts(three, "[1,\"Infinity\",2]"));
        Refused("Intercept must have 3 entries, one for each score, has 2", () => Intercepts(three, "[1,2]"));
        Refused("no class has a finite number in Intercept", () => Intercepts(three, "[\"-Infinity\",\"-Infinity\",\"-Infinity\"]"));

        static Matrix Coefficients(ClassLabels labels, int rows, int columns)
        {
            var r = new WireReader(
                Written(w => w.Matrix("Coefficients", Matrix.Wrap(new double[rows * columns], rows, columns))), Registry);
            return r.Checked(inner => inner.Coefficients("Coefficients", labels));
        }

        static double[] Intercepts(ClassLabels labels, string json) =>
            new WireReader(WireForm.Parse($$"""{"type":"a","Intercept":{{json}}}"""),
                Registry).Checked(r => r.Intercepts("Intercept", labels));

        static void Refused(string message, Func<object> read) => Assert.Contains(message, Assert.Throws<WireException>(read).Message);
    }

    [Fact]
    public void A_kernel_of_a_model_has_a_number_for_gamma()
    {
        foreach (KernelFunction kernel in (KernelFunction[])[
            KernelFunction.Linear, KernelFunction.Polynomial(4, 0.25, -2), KernelFunction.Rbf(0.5), KernelFunction.Sigmoid(0.1, 3),
                KernelFunction.Laplacian(2), KernelFunction.ChiSquared(0.7),
            KernelFunction.Precomputed, KernelFunction.Cosine])
            Assert.Equal(kernel, new WireReader(WireForm.Parse(Written(w => w.Object("k", kernel)).ToString()), Registry).Kernel("k"));
        foreach (KernelFunction kernel in (KernelFunction[])[KernelFunction.Polynomial(), KernelFunction.Rbf(Gamma.Auto),
            KernelFunction.Sigmoid(), KernelFunction.Laplacian(Gamma.Auto)])
            Assert.Contains("its Gamma must be a positive number in a model, not a rule",
                Assert.Throws<WireException>(() => new WireReader(Written(w => w.Object("k", kernel)), Registry).Kernel("k")).Message);
        Assert.Equal(
            """{"type":"holder","format":1,"k":{"type":"polynomial-kernel","Degree":4,"Gamma":"0.25","Constant":-2}}""",
            Written(w => w.Object("k", KernelFunction.Polynomial(4, 0.25, -2))).ToString());
    }

    [Fact]
    public void A_calibrated_learner_is_read_with_all_that_it_is_made_of()
    {
        var learner = new CalibratedClassifier(new LogisticRegression { C = 3 })
        {
            Method = CalibrationMethod.Isotonic, FoldCount = 7,
            Seed = 11
        };
        string text = Registry.Write(learner).ToString();
        Assert.StartsWith("""{"type":"calibrated-classifier","format":1,"Learner":{"type":"logistic-regression","C":3,""", text);
        Assert.EndsWith(""","Method":"isotonic","FoldCount":7,"Seed":11}""", text);
        Assert.Equal(learner, Registry.Read<object>(WireForm.Parse(text)));
        Assert.Contains("FoldCount must be at least 2, was 1",
            Assert.Throws<WireException>(() => Registry.Read<object>(WireForm.Parse(text.Replace(":7,", ":1,")))).Message);
    }

    [Theory]
    [InlineData(2, CalibrationMethod.Platt, "Lengths", "[2]", "the length of a map must be in [0, 1], was 2")]
    [InlineData(2, CalibrationMethod.Platt, "Lengths", "[-1]", "the length of a map must be in [0, 1], was -1")]
    [InlineData(2, CalibrationMethod.Platt, "Lengths", "[0]", "the length of the only map must be at least 1, was 0")]
    [InlineData(2, CalibrationMethod.Platt, "Lengths", "[1,1]", "Lengths must have 1 entries, one for each score, has 2")]
    [InlineData(3, CalibrationMethod.Platt, "Lengths", "[1,1]", "Lengths must have 3 entries, one for each score, has 2")]
    [InlineData(3, CalibrationMethod.Platt, "Lengths", "[1,1,0]", "First must have 2 entries, one for each point, has 3")]
    [InlineData(2, CalibrationMethod.Platt, "First", "[]", "First must have 1 entries, one for each point, has 0")]
    [InlineData(2, CalibrationMethod.Platt, "Second", "[1,2]", "Second must have 1 entries, one for each point, has 2")]
    [InlineData(2, CalibrationMethod.Platt, "First", "[\"NaN\"]", "First: number 0 must be finite, was NaN")]
    [InlineData(2, CalibrationMethod.Isotonic, "Second", "[1.5,2]", "Second: number 0 must be in [0, 1], was 1.5")]
    public void The_maps_of_a_calibrated_model_are_held_to_its_scores(int classes, CalibrationMethod method, string name, string value,
        string message)
    {
        ClassificationData data = Contract.Rows.Of(classes);
        IClassifierModel model = new CalibratedClassifier(new LogisticRegression()) { Method = method, FoldCount = 2 }.Fit(data);
        string text = Registry.Write(model).ToString();
        var read = Registry.Read<CalibratedClassifierModel>(WireForm.Parse(text));
        Assert.Equal(model.As<IProbabilisticModel>()!.PredictProbabilities(data.Features).Span,
            read.PredictProbabilities(data.Features).Span);
        string changed = new System.Text.RegularExpressions.Regex($"\"{name}\":\\[[^\\]]*\\]").Replace(text, $"\"{name}\":{value}", 1);
        Assert.Contains(message, Assert.Throws<WireException>(() => Registry.Read<object>(WireForm.Parse(changed))).Message);
    }

    [Theory]
    [InlineData("[0,1,2]", "[0,0.5,0.5]", true), InlineData("[0,0,2]", "[0,0.5,0.5]", false), InlineData("[0,2,1]", "[0,0.5,0.5]", false),
        InlineData("[0,1,2]", "[0,0.5,0.25]", false)]
    public void The_points_of_an_isotonic_map_rise(string scores, string shares, bool isOne)
    {
        string text = Registry.Write(
            new CalibratedClassifier(new LogisticRegression())
            {
                Method = CalibrationMethod.Isotonic,
                FoldCount = 2
            }.Fit(Contract.Rows.Of(2))).ToString();
        foreach ((string name, string value) in new[] { ("Lengths", "[3]"), ("First", scores), ("Second", shares) })
            text = new System.Text.RegularExpressions.Regex($"\"{name}\":\\[[^\\]]*\\]").Replace(text, $"\"{name}\":{value}", 1);
        if (isOne) Assert.NotNull(Registry.Read<CalibratedClassifierModel>(WireForm.Parse(text)));
        else Assert.Contains("the points of an isotonic map must rise",
            Assert.Throws<WireException>(() => Registry.Read<object>(WireForm.Parse(text))).Message);
    }

    [Fact]
    public void A_pipeline_keeps_its_stages_in_their_order()
    {
        var learner = new MinMaxScaler().Then(new StandardScaler { WithMean = false }).Then(new LogisticRegression { C = 3 });
        string text = Registry.Write(learner).ToString();
        var read = Registry.Read<IClassifier<IClassifierModel>>(WireForm.Parse(text));
        Assert.Equal(text, Registry.Write(read).ToString());
        var outer = Assert.IsAssignableFrom<IPipeline>(read);
        Assert.Equal(new LogisticRegression { C = 3 }, outer.Last);
        var inner = Assert.IsAssignableFrom<IPipeline>(outer.First);
        Assert.Equal((new MinMaxScaler(), new StandardScaler { WithMean = false }), (inner.First, inner.Last));
        Assert.StartsWith("""{"type":"regressor-pipeline",""",
            Registry.Write(new MinMaxScaler().Then(new Ridge())).ToString().Replace("\"format\":1,", ""));
        Assert.StartsWith("""{"type":"transformer-pipeline",""",
            Registry.Write(new MinMaxScaler().Then(new StandardScaler())).ToString().Replace("\"format\":1,", ""));
        var detector = Registry.Read<IOutlierDetector<IOutlierModel>>(Registry.Write(new MinMaxScaler().Then(new OneClassSvm { Nu = 0.2 })));
        Assert.Equal("outlier-pipeline", Registry.Find((object)detector)!.Name);
        Assert.Equal((new MinMaxScaler(), new OneClassSvm { Nu = 0.2 }), (((IPipeline)detector).First, ((IPipeline)detector).Last));
    }

    [Fact]
    public void Forms_are_equal_when_their_JSON_is()
    {
        WireForm a = WireForm.Parse("""{"type":"a","x":1,"y":[1,2]}"""), same = new("a",
        [
            KeyValuePair.Create<string, WireValue>("x", new WireValue.Integer(1)), KeyValuePair.Create<string,
                WireValue>("y", new WireValue.Doubles(new double[] { 1, 2 })),
        ]);
        Assert.True(a.Equals(same) && a.Equals((object)same) && a.GetHashCode() == same.GetHashCode());
        foreach (string other in (string[])["""{"type":"b","x":1,"y":[1,2]}""", """{"type":"a","x":2,"y":[1,2]}""",
            """{"type":"a","y":[1,2],"x":1}""", """{"type":"a","x":1}"""])
            Assert.False(a.Equals(WireForm.Parse(other)));
        Assert.False(a.Equals(null));
        Assert.False(a.Equals("a"));
        Assert.Equal("a", a.Name);
        Assert.Equal(["x", "y"], a.Values.Select(pair => pair.Key));
        Assert.Equal(new WireValue.Integer(1), a["x"]);
        Assert.Null(a["X"]);
    }

    [Fact]
    public void A_value_is_left_out_at_any_depth() => Assert.Equal(
        """{"type":"a","format":1,"b":{"type":"c"},"l":[{"type":"d","e":2},3]}""",
        WireForm.Parse("""{"type":"a","x":1,"b":{"type":"c","x":{"type":"e"}},"l":[{"type":"d","x":1,"e":2},3]}""").Without(
            "x").ToString());

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", "this was written in format 2 by a newer version of the library; this one reads formats up to 1")]
    [InlineData("2147483647", "this was written in format 2147483647 by a newer version")]
    [InlineData("2147483648", "the \"format\" of a form is one whole number from 1")]
    [InlineData("0", "the \"format\" of a form is one whole number from 1")]
    [InlineData("-1", "the \"format\" of a form is one whole number from 1")]
    [InlineData("1.5", "the \"format\" of a form is one whole number from 1")]
    [InlineData("\"1\"", "the \"format\" of a form is one whole number from 1")]
    [InlineData("null", "the \"format\" of a form is one whole number from 1")]
    public void A_format_is_that_of_this_version_or_refused(string format, string? message)
    {
        foreach (string json in (string[])[$$"""{"type":"ridge","format":{{format}},"Alpha":2}""",
            $$"""{"format":{{format}},"Alpha":2,"type":"ridge"}"""])
            if (message is null) Assert.Equal(new Ridge { Alpha = 2 }, Registry.Read<Ridge>(WireForm.Parse(json)));
            else Assert.Contains(message, Assert.Throws<WireException>(() => WireForm.Parse(json)).Message);
        // What is inside a form says no format when it is written, and may not say a newer one.
        string nested = $$$"""{"type":"a","b":{"type":"c","format":{{{format}}}}}""";
        if (message is null) Assert.Equal("""{"type":"a","format":1,"b":{"type":"c"}}""", WireForm.Parse(nested).ToString());
        else Assert.Throws<WireException>(() => WireForm.Parse(nested));
    }

    [Fact]
    public void A_registry_finds_types_by_name_and_by_instance_and_grows_by_copies()
    {
        WireType mine = new WireOptions<Mine>("mine", WireKind.Part, "Mine", () => new()).Integer("X", 0, m => m.X,
            (m, x) => m with { X = x });
        WireRegistry few = new(LinearWireTypes.All), more = few.With(mine);
        Assert.Null(few.Find("mine"));
        Assert.Same(mine, more.Find("mine"));
        Assert.Null(more.Find("Mine"));
        Assert.Null(few.Find((object)new Mine()));
        Assert.Same(mine, more.Find((object)new Mine()));
        Assert.Equal("ridge", few.Find((object)new Ridge())!.Name);
        Assert.Equal(few.Types, more.Types[..^1]);
        // Families share types, such as kernels: the same type twice is one.
        Assert.Equal(more.Types, more.With(mine).Types);
        Assert.Equal(["classifier-pipeline", "regressor-pipeline", "transformer-pipeline", "outlier-pipeline"],
            new WireRegistry().Types.Take(4).Select(type => type.Name));
        Assert.Contains("'mine' is not a Ridge",
            Assert.Throws<WireException>(() => more.Read<Ridge>(more.Write(new Mine { X = 2 }))).Message);
        Assert.Equal(new Mine { X = 2 }, more.Read<Mine>(more.Write(new Mine { X = 2 })));
        Assert.Contains("no type is registered under the name 'mine'",
            Assert.Throws<WireException>(() => few.Read<Mine>(more.Write(new Mine()))).Message);
    }

    [Fact]
    public void A_users_own_model_is_written_and_read_by_its_functions()
    {
        WireRegistry registry = BuiltIn.Registry
            .With(new WireType<Mine>("mine-model", WireKind.Model, "Mine", (m, w) => w.Integer("X", m.X),
            r => new Mine { X = r.Integer("X", minimum: 5) }));
        Assert.Equal(new Mine { X = 6 }, registry.Read<Mine>(WireForm.Parse(registry.Write(new Mine { X = 6 }).ToString())));
        Assert.Contains("'mine-model', X: it must be at least 5, was 4",
            Assert.Throws<WireException>(() => registry.Read<Mine>(registry.Write(new Mine { X = 4 }))).Message);
        Assert.Contains("'mine-model' has no 'Y'",
            Assert.Throws<WireException>(() => registry.Read<Mine>(WireForm.Parse("""{"type":"mine-model","X":6,"Y":1}"""))).Message);
    }

    private static WireForm Written(Action<WireWriter> write)
    {
        var writer = new WireWriter("holder", Registry);
        write(writer);
        return writer.Form();
    }

    private sealed record Mine
    {
        public int X { get; init; }
    }
}
