using System.Xml.Linq;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using CsCheck;

namespace ClassicML.Tests.Trees;

/// <summary>Trees on tables: the same bits as on the same numbers with <see cref="CategoricalFeatures"/>, and models that know names and levels.</summary>
public class TableTreeTests
{
    private static readonly Gen<(ulong Seed, int Rows)> Cases = Gen.Select(Gen.ULong[0, 1000], Gen.Int[1, 70]);

    private static readonly Table Small = new(
        new NumberColumn("age", [30.0, 20, 50, 40, 60, 10]), new TextColumn("city", ["Rom", "Oslo", "Rom", "Ulm", "Oslo", "Ulm"]));

    [Fact]
    public void A_table_gives_the_bits_of_its_numbers_with_the_coded_columns_as_categories() => Cases.Sample((seed, rows) =>
    {
        ClassificationData classes = TreeTables.Classes(seed, rows);
        RegressionData numbers = TreeTables.Numbers(seed, rows);
        Table fitted = (Table)classes.Features, queries = TreeTables.Random(seed + 9, 40);
        Matrix x = TreeTables.Encoded(fitted, fitted, classes.Weights), codes = TreeTables.Encoded(queries, fitted, classes.Weights);
        foreach (IClassifier<IClassifierModel> learner in Classifiers(CategoricalFeatures.None))
        {
            IClassifierModel own = learner.Fit(classes, new FitContext { MaxThreads = 3 }), plain = Named(learner).Fit(classes.WithFeatures(x));
            Assert.Equal(TreeTables.Grown(plain), TreeTables.Grown(own));
            Assert.Equal(plain.As<IProbabilisticModel>()!.PredictProbabilities(codes).Span, own.As<IProbabilisticModel>()!.PredictProbabilities(queries).Span);
            Assert.Equal(plain.Predict(codes), own.Predict(queries));
            Assert.Equal(own.Predict(queries), Copy(own).Predict(queries));
        }
        foreach (IRegressor<IRegressorModel> learner in Regressors(CategoricalFeatures.None))
        {
            IRegressorModel own = learner.Fit(numbers, new FitContext { MaxThreads = 3 });
            IRegressorModel plain = Named(learner).Fit(numbers.WithFeatures(x));
            Assert.Equal(TreeTables.Grown(plain), TreeTables.Grown(own));
            Assert.Equal(plain.Predict(codes), own.Predict(queries));
            Assert.Equal(Written(own), Written(Copy(own)));
        }
    }, iter: 40);

    [Fact]
    public void Neither_the_order_of_rows_nor_that_in_which_levels_first_occur_changes_a_model() => Cases.Sample((seed, rows) =>
    {
        ClassificationData classes = TreeTables.Classes(seed, rows);
        RegressionData numbers = TreeTables.Numbers(seed, rows);
        int[] order = new Rng(seed).Permutation(rows);
        // Read anew, so that the codes of texts are others.
        var turned = (Table)classes.Features.SelectRows(order);
        Table read = turned.With(new TextColumn("city", Enumerable.Range(0, rows).Select(i => turned["city"].Text(i))));
        foreach (IClassifier<IClassifierModel> learner in
            (IClassifier<IClassifierModel>[])[new DecisionTreeClassifier(), new ExtraTreesClassifier { TreeCount = 4 }])
            Assert.Equal(Written(learner.Fit(classes)), Written(learner.Fit(classes.SelectRows(order).WithFeatures(read))));
        foreach (IRegressor<IRegressorModel> learner in
            (IRegressor<IRegressorModel>[])[new DecisionTreeRegressor(), new ExtraTreesRegressor { TreeCount = 4 }])
            Assert.Equal(Written(learner.Fit(numbers)), Written(learner.Fit(numbers.SelectRows(order).WithFeatures(read))));
    }, iter: 40);

    [Fact]
    public void Forests_grow_more_and_searches_share_on_tables_as_on_matrices()
    {
        ClassificationData classes = TreeTables.Classes(7, 90);
        RegressionData numbers = TreeTables.Numbers(7, 90);
        var forest = new RandomForestClassifier { TreeCount = 6, OutOfBag = true };
        ForestClassifierModel all = forest.Fit(classes), few = (forest with { TreeCount = 2 }).Fit(classes);
        Assert.Equal(Written(all), Written(forest.FitMore(classes, few)));
        // Columns in another order are those of the earlier forest, by name.
        Assert.Equal(Written(all), Written(forest.FitMore(classes.WithFeatures(((Table)classes.Features).Select("size", "member", "age", "city")), few)));
        var extra = new ExtraTreesRegressor { TreeCount = 6, Bootstrap = true };
        ForestRegressorModel trees = extra.Fit(numbers), fewer = (extra with { TreeCount = 2 }).Fit(numbers);
        Assert.Equal(Written(trees), Written(extra.FitMore(numbers, fewer)));
        Table other = ((Table)classes.Features).With(new TextColumn("city", Enumerable.Repeat("Rom", 90)));
        Assert.Contains("other levels", Fail(() => forest.FitMore(classes.WithFeatures(other), few)));
        // As many others are no less others.
        CodedColumn city = ((Table)classes.Features).Column<CodedColumn>("city");
        Table renamed = ((Table)classes.Features).With(TextColumn.Wrap("city", city.Codes.ToArray(), city.Levels.Select(level => level + "!")));
        Assert.Contains("other levels", Fail(() => forest.FitMore(classes.WithFeatures(renamed), few)));
        Matrix codes = TreeTables.Encoded(other, other, []).WithNames(other.ColumnNames);
        Assert.Contains("other levels", Fail(() => extra.OutOfBagImportance(numbers.WithFeatures(codes), trees)));

        Matrix x = TreeTables.Encoded((Table)classes.Features, (Table)classes.Features, classes.Weights);
        var plain = forest with { CategoricalFeatures = TreeTables.Coded };
        ClassificationData coded = classes.WithFeatures(x);
        Assert.Equal(plain.OutOfBagImportance(coded, plain.Fit(coded)).Increases.Span, forest.OutOfBagImportance(classes, all).Increases.Span);
        Assert.Equal(["age", "city", "member", "size"], forest.OutOfBagImportance(classes, all).FeatureNames!.Value);
        Assert.Equal(plain.Fit(coded).Proximity(x).Span, all.Proximity(classes.Features).Span);
        Assert.Equal(plain.Fit(coded).Apply(x), all.Apply(classes.Features));
        Assert.Equal(all.Tree(1).DecisionPath(classes.Features), plain.Fit(coded).Tree(1).DecisionPath(x));

        var shared = (ISharesWork<ClassificationData, IClassifierModel>)forest;
        RandomForestClassifier[] candidates = [forest, forest with { TreeCount = 3, MaxDepth = 2 }];
        IReadOnlyList<IClassifierModel> models = shared.FitShared(candidates, classes, classes.Features);
        for (int i = 0; i < 2; i++) Assert.Equal(Written(candidates[i].Fit(classes)), Written(models[i]));
        var tree = new DecisionTreeRegressor();
        DecisionTreeRegressor[] depths = [tree, tree with { MaxDepth = 2 }];
        IReadOnlyList<IRegressorModel> cut = tree.FitShared(depths, numbers, numbers.Features);
        for (int i = 0; i < 2; i++) Assert.Equal(Written(depths[i].Fit(numbers)), Written(cut[i]));
    }

    [Fact]
    public void Questions_are_asked_in_the_names_of_columns_and_levels()
    {
        ClassificationData data = new(Small, [0, 1, 0, 1, 1, 1], new ClassLabels(["no", "yes"]));
        DecisionTreeClassifierModel tree = new DecisionTreeClassifier().Fit(data);
        Assert.Equal("|--- city in {Rom}\n|   |--- class: no\n|--- city not in {Rom}\n|   |--- class: yes\n", tree.ToText());
        Assert.Contains("city in {Rom}", tree.ToDot());
        Assert.Contains(XElement.Parse(tree.ToSvg()).Descendants(), text => text.Value == "city in {Rom}");
        Assert.StartsWith("|--- town in {Rom}", tree.ToText(["years", "town"]));
        Assert.Equal(tree.ToText(), Copy(tree).ToText());
        Assert.Equal([1.0], tree.LeftCategories(0).ToArray());
        Assert.Equal(["Rom"], tree.LeftLevels(0));
        Assert.Empty(tree.LeftLevels(1));
        DecisionTreeRegressorModel number = new DecisionTreeRegressor { CategoricalFeatures = CategoricalFeatures.Of("age") }
            .Fit(new RegressionData(new Table(Small["age"]), [1, 5, 1, 1, 5, 1]));
        Assert.Equal(["20", "60"], number.LeftLevels(0));
        Assert.StartsWith("|--- age in {20, 60}", number.ToText());
        var forest = new RandomForestClassifier { TreeCount = 1, Bootstrap = false, MaxFeatures = MaxFeatures.All };
        Assert.Equal(tree.ToText(), forest.Fit(data).Tree(0).ToText());
        Table lines = Small.With(new TextColumn("city", ["a\nb", "Oslo", "a\nb", "Ulm", "Oslo", "Ulm"]));
        Assert.StartsWith("|--- city in {a b}\n", new DecisionTreeClassifier().Fit(data.WithFeatures(lines)).ToText());
    }

    [Fact]
    public void A_level_that_the_fit_has_not_seen_goes_where_an_unseen_category_goes()
    {
        ClassificationData data = new(Small, [0, 1, 0, 1, 1, 1], new ClassLabels(["no", "yes"]));
        DecisionTreeClassifierModel tree = new DecisionTreeClassifier().Fit(data);
        Table queries = new(new NumberColumn("age", [1.0, 2, 3, 4]), new CategoryColumn("city", ["Bern", null, "Rom", "Oslo"], ["Oslo", "Bern", "Rom"]));
        Assert.Equal([1, 1, 0, 1], tree.Predict(queries));
        // By name, whatever the order of columns and the kind that holds the texts.
        Assert.Equal([1, 1, 0, 1], tree.Predict(queries.Select("city", "age")));
        // Rows that all lack a value may have been read as of any kind.
        Assert.Equal(tree.Predict(queries.Rows(1, 1)), tree.Predict(new Table(new TextColumn("age", [null]), new NumberColumn("city", [double.NaN]))));
        Assert.Empty(tree.Predict(queries.Rows(0, 0)));
    }

    [Fact]
    public void Levels_without_weight_are_as_if_they_were_not_there()
    {
        ClassificationData data = new(Small, [0, 1, 0, 1, 1, 1], new ClassLabels(["no", "yes"]), [1, 0, 1, 1, 0, 1]);
        ClassificationData rest = data.SelectRows([0, 2, 3, 5]);
        Assert.Equal(Written(new DecisionTreeClassifier().Fit(rest)), Written(new DecisionTreeClassifier().Fit(data)));
        // Nor do levels without a row.
        Table wide = ((Table)rest.Features).With(new CategoryColumn("city", ["Rom", "Rom", "Ulm", "Ulm"], ["Bern", "Rom", "Oslo", "Ulm"]));
        Assert.Equal(Written(new DecisionTreeClassifier().Fit(rest)), Written(new DecisionTreeClassifier().Fit(rest.WithFeatures(wide))));
    }

    [Fact]
    public void A_table_of_numbers_is_a_matrix_with_names()
    {
        Table numbers = TreeTables.Random(3, 50).Select("age", "member");
        ClassificationData data = TreeTables.Classes(3, 50).WithFeatures(numbers);
        var learner = new DecisionTreeClassifier();
        DecisionTreeClassifierModel own = learner.Fit(data), plain = learner.Fit(data.WithFeatures(numbers.ToMatrix()));
        Assert.Equal(Written(plain), Written(own));
        Assert.Equal(plain.Predict(numbers.ToMatrix()), own.Predict(numbers));
        Assert.Equal(own.Predict(numbers), own.Predict(numbers.ToMatrix().WithNames(null)));
        Assert.Equal(plain.Predict(numbers), learner.Fit(data.WithFeatures(numbers.ToMatrix().WithNames(null))).Predict(numbers));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        ClassificationData data = new(Small, [0, 1, 0, 1, 1, 1], new ClassLabels(["no", "yes"]));
        DecisionTreeClassifierModel tree = new DecisionTreeClassifier().Fit(data);
        Assert.Contains("was fitted on a Table with text or categories, so it reads such a table; this is a Matrix",
            Fail(() => tree.Predict(new Matrix(new double[1, 2]))));
        Assert.Contains("column 'city' is of the kind Number; when the model was fitted it held text or categories",
            Fail(() => tree.Predict(new Table(new NumberColumn("age", [1.0]), new NumberColumn("city", [1.0])))));
        Assert.Contains("column 'age' is of the kind Text; when the model was fitted it held numbers",
            Fail(() => tree.Predict(new Table(new TextColumn("age", ["1"]), new TextColumn("city", ["Rom"])))));
        Assert.Contains("lacks 'city'", Fail(() => tree.Predict(new Table(new NumberColumn("age", [1.0])))));
        Assert.Contains("row 0, column 0 ('age') is Infinity",
            Fail(() => tree.Predict(new Table(new NumberColumn("age", [double.PositiveInfinity]), new TextColumn("city", ["Rom"])))));
        Table dated = Small.With(new DateColumn("joined", Enumerable.Repeat<DateTime?>(null, 6)));
        foreach (IClassifier<IClassifierModel> learner in Classifiers(CategoricalFeatures.None))
            Assert.Contains("column 'joined' holds dates; put DateFeatures before it", Fail(() => learner.Fit(data.WithFeatures(dated))));
        DecisionTreeClassifierModel plain = new DecisionTreeClassifier().Fit(data.WithFeatures(Small.Select("age")));
        Assert.Contains("column 'age' holds text, and DecisionTreeClassifierModel reads numbers",
            Fail(() => plain.Predict(new Table(new TextColumn("age", ["1"])))));
    }

    [Fact]
    public void Pipelines_and_searches_take_tables_to_trees()
    {
        ClassificationData data = TreeTables.Classes(8, 120, classCount: 2);
        // The one-hot columns of a text add up to its importance.
        ClassifierPipelineModel encoded = new ColumnTransformer { Remainder = Remainder.Pass }
            .With("text", Columns.OfKind(ColumnKind.Text, ColumnKind.Category), new OneHotEncoder())
            .Then(new RandomForestClassifier { TreeCount = 20 }).Fit(data);
        double[] own = ((ForestClassifierModel)encoded.Last).FeatureImportances.ToArray(), summed = FeatureImportances.BySource(encoded.First, own);
        Assert.Equal(1, summed.Sum(), 1e-12);
        var names = encoded.First.OutputNames!.Value;
        Assert.Equal(Enumerable.Range(0, own.Length).Where(j => names[j].StartsWith("city", StringComparison.Ordinal)).Sum(j => own[j]), summed[1], 1e-12);
        Assert.Equal(["age", "city", "member", "size"], encoded.ImportancesByName(summed).Select(pair => pair.Name).Order());
        Assert.Equal(["age", "city", "member", "size"], PermutationImportance.Of(encoded, data).FeatureNames!.Value);
        // A fold may lack a level that is among its test rows.
        var tree = new DecisionTreeClassifier { MaxDepth = 4 };
        SearchModel found = new GridSearch(ParameterGrid.For(tree).Vary("depth", [1, 4], (one, depth) => one with { MaxDepth = depth })).Fit(data);
        Assert.Equal(Copy(found).Predict(data.Features), found.Predict(data.Features));
    }

    [Fact]
    public void Damaged_levels_are_refused_in_words()
    {
        ClassificationData data = new(Small, [0, 1, 0, 1, 1, 1], new ClassLabels(["no", "yes"]));
        string text = Written(new RandomForestClassifier { TreeCount = 2, Bootstrap = false }.Fit(data));
        Assert.Contains("\"LevelCounts\":[-1,3],\"Levels\":[\"Oslo\",\"Rom\",\"Ulm\"]", text);
        Refuses("[-1,3]", "[-1,4]", "a number of levels must be");
        Refuses("[-1,3]", "[-1,2]", "Levels must have 2 entries");
        Refuses("[-1,3]", "[-1,-2]", "a number of levels must be");
        Refuses("[-1,3]", "[3]", "LevelCounts must have 2 entries");
        Refuses("[-1,3]", "[3,-1]", "a feature that has levels");
        Refuses("\"Rom\",\"Ulm\"", "\"Rom\",\"Rom\"", "Rom");
        Refuses("\"Categories\":[1", "\"Categories\":[3", "the categories of a node must be levels, whole numbers below 3");
        Refuses("\"Categories\":[1", "\"Categories\":[0.5", "the categories of a node must be levels, whole numbers below 3");
        Refuses("\"FeatureNames\":[\"age\",\"city\"]", "\"FeatureNames\":null", "no FeatureNames");
        Refuses("\"FeatureNames\":[\"age\",\"city\"]", "\"FeatureNames\":[\"age\"]", "FeatureNames must have 2 entries");

        void Refuses(string part, string other, string says)
        {
            Assert.Contains(part, text);
            string damaged = text.Replace(part, other).Replace("\"Report\":{", "\"Report\":{\"ElapsedSeconds\":0,");
            Assert.Contains(says, Assert.Throws<ClassicML.Wire.WireException>(() =>
                BuiltIn.Registry.Read<IModel>(ClassicML.Wire.WireForm.Parse(damaged))).Message);
        }
    }

    [Fact]
    public void Importances_by_permuting_are_of_the_columns_of_a_table_whatever_their_kind()
    {
        ClassificationData classes = TreeTables.Classes(11, 120), heldOut = TreeTables.Classes(13, 80);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 5 }.Fit(classes);
        PermutationImportance importance = PermutationImportance.Of(forest, heldOut, repeatCount: 3, seed: 4);
        Assert.Equal(["age", "city", "member", "size"], importance.FeatureNames!.Value);
        var learner = new RandomForestClassifier { TreeCount = 5, CategoricalFeatures = TreeTables.Coded };
        ForestClassifierModel coded = learner.Fit(classes.WithFeatures(TreeTables.Encoded((Table)classes.Features, (Table)classes.Features, classes.Weights)));
        ClassificationData codes = heldOut.WithFeatures(TreeTables.Encoded((Table)heldOut.Features, (Table)classes.Features, classes.Weights));
        PermutationImportance plain = PermutationImportance.Of(coded, codes, repeatCount: 3, seed: 4);
        Assert.Equal(plain.Increases.Span, importance.Increases.Span);
        Assert.Null(plain.FeatureNames);
        // A pipeline's are those of what goes into it, and rows without names take those of the model.
        RegressionData ages = TreeTables.Numbers(11, 60);
        double[] rest = [.. ages.Targets.ToArray().Select(y => y % 3)];
        ages = ages.WithFeatures(new Table(new NumberColumn("first", ages.Targets), new NumberColumn("second", rest)));
        IRegressorModel pipeline = new StandardScaler().Then(new DecisionTreeRegressor()).Fit(ages);
        PermutationImportance ofPipeline = PermutationImportance.Of(pipeline, ages.WithFeatures(((Table)ages.Features).ToMatrix().WithNames(null)));
        Assert.Equal(["first", "second"], ofPipeline.FeatureNames!.Value);
        Assert.Equal(PermutationImportance.Of(pipeline, ages).Increases.Span, ofPipeline.Increases.Span);
        Assert.Equal("first", pipeline.ImportancesByName(ofPipeline.Means)[0].Name);
    }

    private static IClassifier<IClassifierModel>[] Classifiers(CategoricalFeatures categories) =>
    [
        new DecisionTreeClassifier { CategoricalFeatures = categories, MinSamplesLeaf = 2 },
        new RandomForestClassifier { CategoricalFeatures = categories, TreeCount = 4, OutOfBag = true },
        new ExtraTreesClassifier { CategoricalFeatures = categories, TreeCount = 4 },
    ];

    private static IRegressor<IRegressorModel>[] Regressors(CategoricalFeatures categories) =>
    [
        new DecisionTreeRegressor { CategoricalFeatures = categories, MaxLeafCount = 9 },
        new RandomForestRegressor { CategoricalFeatures = categories, TreeCount = 4, MaxBins = 5 },
        new ExtraTreesRegressor { CategoricalFeatures = categories, TreeCount = 4, Criterion = RegressionCriterion.AbsoluteError },
    ];

    // The same learner, with the coded columns named.
    private static IClassifier<IClassifierModel> Named(IClassifier<IClassifierModel> learner) =>
        Classifiers(TreeTables.Coded).Single(one => one.GetType() == learner.GetType());

    private static IRegressor<IRegressorModel> Named(IRegressor<IRegressorModel> learner) =>
        Regressors(TreeTables.Coded).Single(one => one.GetType() == learner.GetType());
}
